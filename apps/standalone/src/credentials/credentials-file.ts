import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineRole, PersonRole, Scope } from '@tidemark/access';

/** `credentials.json` in the data folder: how to log in to the sample world. Holds secrets in the clear, for the folder's owner alone. */
export interface Credentials {
  tokenEndpoint: string;
  clients: ClientCredentials[];
  people: PersonEntry[];
}

/** What a person of the sample world signs in with. */
export interface PersonEntry {
  name: string;
  role: PersonRole;
  /** Null for the scheme's people. */
  provider: string | null;
  /** Of a regulator of another authority than the installation's own. */
  authority?: string;
  username: string;
  password: string;
  /** Base32, for an authenticator app. */
  totpSecret: string;
}

export interface ClientCredentials {
  name: string;
  /** Null for the scheme's own clients. */
  provider: string | null;
  role: MachineRole;
  clientId: string;
  clientSecret: string;
  scopes: readonly Scope[];
  /** On a broker: how the provider reaches its own topics. */
  kafka?: KafkaAccess;
}

export interface KafkaAccess {
  username: string;
  password: string;
  bootstrap: string;
  intakeTopic: string;
  verdictsTopic: string;
}

export class CredentialsFile {
  readonly path: string;
  private content: Credentials;

  constructor(home: string, tokenEndpoint: string) {
    this.path = join(home, 'credentials.json');
    const kept = existsSync(this.path) ? (JSON.parse(readFileSync(this.path, 'utf8')) as Credentials) : undefined;
    this.content = { tokenEndpoint, clients: kept?.clients ?? [], people: kept?.people ?? [] };
  }

  client(name: string): ClientCredentials | undefined {
    return this.content.clients.find((client) => client.name === name);
  }

  person(username: string): PersonEntry | undefined {
    return this.content.people.find((person) => person.username === username);
  }

  /** Adds a person, or puts her in the place of the one of her name. */
  putPerson(person: PersonEntry): void {
    const others = this.content.people.filter(({ username }) => username !== person.username);
    this.content = { ...this.content, people: [...others, person] };
    this.write();
  }

  /** Adds a client, or puts it in the place of the one of its name. Written under another name and renamed: nobody ever reads half a file. */
  put(client: ClientCredentials): void {
    const { clients } = this.content;
    const known = clients.some(({ name }) => name === client.name);
    this.content = {
      ...this.content,
      clients: known ? clients.map((kept) => (kept.name === client.name ? client : kept)) : [...clients, client],
    };
    this.write();
  }

  write(): void {
    const fresh = `${this.path}.new`;
    // A file that was left over would keep its own mode.
    rmSync(fresh, { force: true });
    writeFileSync(fresh, `${JSON.stringify(this.content, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(fresh, this.path);
  }
}
