import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const { runServer } = createRequire(import.meta.url)('verdaccio');

/**
 * Starts a registry of our own: what is published to it stays in its folder, everything else comes from the registry that
 * npm is set to.
 *
 * @param {string} folder where it keeps its files
 * @param {string} upstream the registry behind it
 */
export async function startRegistry(folder, upstream) {
  await mkdir(folder, { recursive: true });
  const everyone = { access: '$all', publish: '$all', unpublish: '$all' };
  const server = await runServer({
    configPath: path.join(folder, 'config.yaml'),
    storage: path.join(folder, 'storage'),
    uplinks: { upstream: { url: upstream, maxage: '60m', timeout: '60s' } },
    packages: { '@imgclf/*': everyone, '**': { ...everyone, proxy: 'upstream' } },
    auth: { htpasswd: { file: path.join(folder, 'htpasswd'), max_users: -1 } },
    log: { type: 'stdout', level: 'fatal' },
    web: { enable: false },
    max_body_size: '50mb',
    self_path: folder,
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const url = `http://127.0.0.1:${port}/`;
  const npmrc = path.join(folder, 'npmrc');
  await writeFile(
    npmrc,
    `registry=${url}\n//127.0.0.1:${port}/:_authToken=anyone\naudit=false\nfund=false\n`,
  );
  return {
    url,
    /** What programs are run with that shall install from here. */
    env: {
      npm_config_userconfig: npmrc,
      npm_config_registry: url,
      npm_config_cache: path.join(folder, 'cache'),
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
