-- What a DBA would run in Quality Management to give everything of one person to another.
update login_state set person_id = :target, logged_out_at = coalesce(logged_out_at, now()) where person_id = :source;
update recording_api_command set person_id = :target where person_id = :source;
update ccr set person_id = :target where person_id = :source;
update evaluation set evaluator_id = :target where evaluator_id = :source;
update evaluation set approver_id = :target where approver_id = :source;
update evaluation_comment set author_id = :target where author_id = :source;
update contact_goal set owner_id = :target where owner_id = :source;
update contact_goal_person set person_id = :target where person_id = :source;
update contact_goal_progress set person_id = :target where person_id = :source;
update storage_file set owner_id = :target where owner_id = :source;
update archive_audit set person_id = :target, original_actor_id = coalesce(original_actor_id, person_id) where person_id = :source;
update wfo_audit_event set actor_id = :target, original_actor_id = coalesce(original_actor_id, actor_id) where actor_id = :source;
