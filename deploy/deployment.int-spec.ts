import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.cwd();
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Apps that serve as processes of their own: standalone is all of them in one, and cli is a command. */
const services = readdirSync(join(root, 'apps')).filter(
  (app) => app !== 'standalone' && app !== 'cli' && existsSync(join(root, 'apps', app, 'src/main.ts')),
);

describe('what is deployed', () => {
  it('is every service', () => expect(services).toContain('facility-registry'));

  it.each(services)('runs %s by Compose and by Kubernetes, as its own role', (app) => {
    const schema = app.replaceAll('-', '_');
    expect(read('deploy/compose.yaml')).toContain(`command: [apps/${app}]`);
    expect(read('deploy/compose.yaml')).toContain(`postgres://${schema}:\${${schema.toUpperCase()}_PASSWORD`);
    expect(read('deploy/postgres/roles.sh')).toContain(`make_role ${schema} "\${${schema.toUpperCase()}_PASSWORD:?}"`);
    expect(read('deploy/kubernetes/kustomization.yaml')).toContain(`- ${app}.yaml`);
    const manifest = read(`deploy/kubernetes/${app}.yaml`);
    for (const line of [
      `args: [apps/${app}]`,
      'runAsNonRoot: true',
      'readOnlyRootFilesystem: true',
      'path: /health/live',
      'path: /health/ready',
      'limits: { memory:',
    ]) {
      expect(manifest).toContain(line);
    }
  });

  it('runs on the Node version that the project is tested with', () => {
    const { node } = JSON.parse(read('package.json')).devDependencies;
    const images = [...read('deploy/Dockerfile').matchAll(/^FROM node:([\d.]+)/gm)].map(([, version]) => version);
    expect(images.length).toBeGreaterThan(0);
    expect(new Set(images)).toEqual(new Set([node]));
  });

  it('names no variable that the configuration does not know', () => {
    const known = new Set(read('libs/config/src/environment.ts').match(/TIDEMARK_[A-Z_]+/g));
    // These are Compose's own: they never reach a service.
    const ofCompose = ['TIDEMARK_VERSION', 'TIDEMARK_BIND'];
    for (const file of ['deploy/compose.yaml', 'deploy/kubernetes/configuration.yaml', 'deploy/Dockerfile', 'deploy/README.md']) {
      const named = new Set(read(file).match(/TIDEMARK_[A-Z_]+/g));
      for (const name of ofCompose) named.delete(name);
      expect([file, [...named].filter((name) => !known.has(name))]).toEqual([file, []]);
    }
  });

  it('has every secret from outside', () => {
    const empty = read('deploy/example.env').match(/^\w*PASSWORD=$/gm) ?? [];
    const wanted = new Set(read('deploy/compose.yaml').match(/\w+_PASSWORD(?=:\?)/g));
    expect(empty.map((line) => line.replace('=', '')).sort()).toEqual([...wanted].sort());
  });
});
