// Downloads a file and says when the first bytes are there:  node download.mjs <url> <target> <sha256>
import { downloadFile } from '@imgclf/runtime/node';

const [url, target, value] = process.argv.slice(2);
await downloadFile(url, target, {
  checksum: { algorithm: 'sha256', value },
  onProgress: () => process.stdout.write('.'),
});
