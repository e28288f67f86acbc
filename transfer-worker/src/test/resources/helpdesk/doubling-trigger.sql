-- A trigger that makes a second macro of one of the source's when it gets another owner.

create function "Help Desk".double() returns trigger
    language plpgsql as $$
begin
    insert into "Help Desk".macro (macro_id, owner, "Macro Name", steps)
    values (1000, new.owner, 'Mine, too', new.steps);
    return new;
end
$$;
create trigger double after update of owner on "Help Desk".macro
    for each row when (old."Macro Name" = 'Mine' and old.owner <> new.owner) execute function "Help Desk".double();
