import { ImgclfError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { classifyDigits } from './classify-digits';
import { classifyFolder } from './classify-folder';
import { readArguments } from './read-arguments';

const options = readArguments(process.argv.slice(2));
try {
  const backend = await initBackend(options.backend === undefined ? {} : { backend: options.backend });
  console.log(`Backend: ${backend.name} on ${backend.device}, ${backend.threads} thread(s)`);
  const { folder } = options;
  await (folder === undefined ? classifyDigits(options, backend) : classifyFolder(folder, options, backend));
} catch (error) {
  if (!ImgclfError.isInstance(error)) throw error;
  console.error(`\n${error.message} [${error.code}]`);
  process.exitCode = 1;
}
