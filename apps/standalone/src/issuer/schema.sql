-- Schema standalone_issuer after all migrations. Made by "npm run schema"; never run.

create table client (
  client_id text not null,
  secret_hash text not null,
  name text not null,
  provider text,
  role text not null,
  scopes text[] not null,
  changed_at timestamp with time zone default now() not null,
  constraint client_check CHECK (((role = 'provider'::text) = (provider IS NOT NULL))),
  constraint client_pkey PRIMARY KEY (client_id),
  constraint client_role_check CHECK ((role = ANY (ARRAY['provider'::text, 'operator'::text, 'oversight'::text])))
);

create table signing_key (
  id bigint generated always as identity not null,
  sealed_jwk bytea not null,
  created_at timestamp with time zone default now() not null,
  constraint signing_key_pkey PRIMARY KEY (id)
);
