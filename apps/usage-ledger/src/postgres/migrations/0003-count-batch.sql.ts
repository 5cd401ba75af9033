/**
 * One transaction of the ledger in one statement. Answers 'done', or 'head' with nothing changed: somebody else counted since, and
 * positions and caches of the caller are stale. Raises, and so rolls back as a whole:
 *   TM001  a claim bucket or a report id is not as the caller saw it;
 *   TM002  the partition was counted further by somebody else: a zombie gets nothing.
 *
 * p_from is null when the partition was never taken. The head row is updated first: that is the lock that makes positions and known_at rise in commit order.
 */
export const COUNT_BATCH = `
create function count_batch(
  p_topic text, p_partition int, p_from bigint, p_to bigint,
  p_head bigint, p_fact_position bigint, p_position bigint, p_known_at bigint,
  stream text[], stream_next numeric[],
  segment_provider int[], segment_reason text[], segment_first bigint[], segment_last bigint[], segment_positions bytea[],
  segment_inputs bytea[], segment_postings bytea[], p_policy int, p_catalogue int,
  report_source int[], report_epoch bigint[], report_sequence numeric[], report_provider int[], report_position bigint[],
  report_received bigint[], report_hash bytea[], report_records int[], report_opaque bool[], report_segment bigint[], report_slot int[],
  span_cluster int[], span_first_hour int[], span_last_hour int[], span_first_bucket int[], span_last_bucket int[], span_position bigint[], span_provider int[],
  total_account int[], total_cluster int[], total_accelerator int[], total_hour int[], total_provider int[],
  total_ms bigint[], total_lower bigint[], total_expected bigint[], total_upper bigint[],
  bucket_cluster int[], bucket_bucket int[], bucket_day int[], bucket_provider int[], bucket_version bigint[], bucket_state bytea[],
  outbox_topic text[], outbox_key text[], outbox_partition int[], outbox_value bytea[],
  p_copies jsonb, p_epochs jsonb, p_states jsonb, p_counts jsonb, p_findings jsonb
) returns text language plpgsql as $$
#variable_conflict use_column
declare
  changed int;
begin
  update ledger_head set position = p_position, known_at_ms = p_known_at where position = p_head and fact_position = p_fact_position;
  if not found then return 'head'; end if;

  if p_topic is not null then
    if p_from is null then
      insert into input_position (topic, partition, next_offset) values (p_topic, p_partition, p_to) on conflict do nothing;
    else
      update input_position set next_offset = p_to where topic = p_topic and partition = p_partition and next_offset = p_from;
    end if;
    if not found then raise exception 'the partition was counted further by somebody else' using errcode = 'TM002'; end if;
    insert into origin_mark (partition, stream, next_offset)
      select p_partition, m.stream, m.next from unnest(stream, stream_next) as m (stream, next)
      on conflict (partition, stream) do update set next_offset = excluded.next_offset;
  end if;

  insert into segment (id, provider_id, reason, first_position, last_position, positions, known_at_ms, policy_version, catalogue_version, inputs, postings)
    select first, provider, reason, first, last, positions, p_known_at, p_policy, p_catalogue, inputs, postings
    from unnest(segment_provider, segment_reason, segment_first, segment_last, segment_positions, segment_inputs, segment_postings)
      as s (provider, reason, first, last, positions, inputs, postings);

  insert into report (source_id, epoch, sequence, provider_id, position, known_at_ms, received_at_ms, content_hash, record_count, opaque, segment_id, slot)
    select source, epoch, sequence, provider, pos, p_known_at, received, hash, records, opaque, segment, slot
    from unnest(report_source, report_epoch, report_sequence, report_provider, report_position, report_received, report_hash,
      report_records, report_opaque, report_segment, report_slot)
      as r (source, epoch, sequence, provider, pos, received, hash, records, opaque, segment, slot)
    on conflict (source_id, epoch, sequence) do nothing;
  get diagnostics changed = row_count;
  if changed <> cardinality(report_source) then raise exception 'a report stands already' using errcode = 'TM001'; end if;

  insert into report_copy (position, source_id, epoch, sequence, provider_id, known_at_ms, content_hash, conflict, segment_id, slot)
    select position, source_id, epoch, sequence, provider_id, p_known_at, decode(content_hash, 'hex'), conflict, segment_id, slot
    from jsonb_to_recordset(p_copies) as c (position bigint, source_id int, epoch bigint, sequence numeric, provider_id int,
      content_hash text, conflict bool, segment_id bigint, slot int);

  insert into report_span (cluster_id, last_hour, first_hour, first_bucket, last_bucket, position, provider_id)
    select * from unnest(span_cluster, span_last_hour, span_first_hour, span_first_bucket, span_last_bucket, span_position, span_provider);

  insert into source_epoch (source_id, epoch, provider_id, max_sequence, reports, last_known_at_ms)
    select source_id, epoch, provider_id, max_sequence, reports, p_known_at
    from jsonb_to_recordset(p_epochs) as e (source_id int, epoch bigint, provider_id int, max_sequence numeric, reports bigint)
    on conflict (source_id, epoch) do update set max_sequence = greatest(source_epoch.max_sequence, excluded.max_sequence),
      reports = source_epoch.reports + excluded.reports, last_known_at_ms = excluded.last_known_at_ms;

  insert into record_state (report_position, index, provider_id, source_id, state, reason, waiting_for, place_position, place_minor,
      decided_position, cluster_id, slots, target_epoch, target_sequence, target_index, void, replaced_by)
    select report_position, index, provider_id, source_id, state, reason, waiting_for, place_position, place_minor,
      decided_position, cluster_id, decode(slots, 'hex'), target_epoch, target_sequence, target_index, void, replaced_by
    from jsonb_to_recordset(p_states) as s (report_position bigint, index int, provider_id int, source_id int, state smallint, reason text,
      waiting_for text, place_position bigint, place_minor bigint, decided_position bigint, cluster_id int, slots text, target_epoch bigint,
      target_sequence numeric, target_index int, void bool, replaced_by text)
    on conflict (report_position, index) do update set state = excluded.state, reason = excluded.reason, waiting_for = excluded.waiting_for,
      place_position = excluded.place_position, place_minor = excluded.place_minor, decided_position = excluded.decided_position,
      cluster_id = excluded.cluster_id, slots = excluded.slots, replaced_by = excluded.replaced_by;

  insert into hour_total (account_id, cluster_id, accelerator_id, hour, provider_id, accelerator_ms, lower, expected, upper)
    select * from unnest(total_account, total_cluster, total_accelerator, total_hour, total_provider, total_ms, total_lower, total_expected, total_upper)
    on conflict (account_id, cluster_id, accelerator_id, hour) do update set accelerator_ms = hour_total.accelerator_ms + excluded.accelerator_ms,
      lower = hour_total.lower + excluded.lower, expected = hour_total.expected + excluded.expected, upper = hour_total.upper + excluded.upper;

  insert into claim_bucket (cluster_id, bucket, day, provider_id, version, state)
    select cluster, bucket, day, provider, p_position, state
    from unnest(bucket_cluster, bucket_bucket, bucket_day, bucket_provider, bucket_version, bucket_state)
      as b (cluster, bucket, day, provider, version, state)
    where version = 0
    on conflict do nothing;
  get diagnostics changed = row_count;
  if changed <> (select count(*) from unnest(bucket_version) as v where v = 0) then raise exception 'a claim bucket appeared' using errcode = 'TM001'; end if;
  update claim_bucket set version = p_position, state = b.state
    from unnest(bucket_cluster, bucket_bucket, bucket_day, bucket_version, bucket_state) as b (cluster, bucket, day, version, state)
    where b.version > 0 and claim_bucket.cluster_id = b.cluster and claim_bucket.bucket = b.bucket and claim_bucket.day = b.day
      and claim_bucket.version = b.version;
  get diagnostics changed = row_count;
  if changed <> (select count(*) from unnest(bucket_version) as v where v > 0) then raise exception 'a claim bucket changed' using errcode = 'TM001'; end if;

  insert into source_count (source_id, provider_id, records_received, records_counted, records_held, records_duplicate, records_conflict, records_rejected,
      records_replaced, ms_received, ms_counted, ms_held, ms_duplicate, ms_conflict, ms_replaced, opaque_reports)
    select source_id, provider_id, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 from jsonb_to_recordset(p_counts) as c (source_id int, provider_id int)
    on conflict (source_id) do nothing;
  update source_count s set
      records_received = s.records_received + c.records_received, records_counted = s.records_counted + c.records_counted,
      records_held = s.records_held + c.records_held, records_duplicate = s.records_duplicate + c.records_duplicate,
      records_conflict = s.records_conflict + c.records_conflict, records_rejected = s.records_rejected + c.records_rejected,
      records_replaced = s.records_replaced + c.records_replaced,
      ms_received = s.ms_received + c.ms_received, ms_counted = s.ms_counted + c.ms_counted, ms_held = s.ms_held + c.ms_held,
      ms_duplicate = s.ms_duplicate + c.ms_duplicate, ms_conflict = s.ms_conflict + c.ms_conflict, ms_replaced = s.ms_replaced + c.ms_replaced,
      opaque_reports = s.opaque_reports + c.opaque_reports
    from jsonb_to_recordset(p_counts) as c (source_id int, records_received bigint, records_counted bigint, records_held bigint,
      records_duplicate bigint, records_conflict bigint, records_rejected bigint, records_replaced bigint, ms_received numeric, ms_counted numeric,
      ms_held numeric, ms_duplicate numeric, ms_conflict numeric, ms_replaced numeric, opaque_reports bigint)
    where s.source_id = c.source_id;

  insert into finding (kind, provider_id, source_id, cluster_id, accelerator, detail, occurrences, first_known_at_ms, last_known_at_ms)
    select kind, provider_id, source_id, cluster_id, accelerator, detail, occurrences, p_known_at, p_known_at
    from jsonb_to_recordset(p_findings) as f (kind text, provider_id int, source_id int, cluster_id int, accelerator text, detail text, occurrences bigint)
    on conflict (kind, provider_id, source_id, cluster_id, accelerator, detail) do update
      set occurrences = finding.occurrences + excluded.occurrences, last_known_at_ms = excluded.last_known_at_ms;

  insert into outbox (topic, key, partition, value, content_hash)
    select topic, key, partition, value, sha256(value)
    from unnest(outbox_topic, outbox_key, outbox_partition, outbox_value) as o (topic, key, partition, value);
  return 'done';
end $$;
`;
