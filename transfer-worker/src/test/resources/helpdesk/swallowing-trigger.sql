-- A trigger that silently keeps one macro of the source as it is: an update of it affects no row.

create function "Help Desk".swallow() returns trigger
    language plpgsql as $$
begin
    return null;
end
$$;
create trigger swallow before update on "Help Desk".macro
    for each row when (old."Macro Name" = 'Close') execute function "Help Desk".swallow();
