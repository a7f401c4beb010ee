import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadGate, saveGate } from '@imgclf/detect/node';
import { median } from '../../lib/median.mjs';
import { row } from '../../lib/row.mjs';
import { bytesOf, pictures } from './pictures.mjs';

/** One decision, decoding included, on photographs of humans and of dogs, after a warm-up. */
export async function decisionRows(gate, rounds) {
  const kinds = { human: pictures.humans, dog: [...pictures.moreDogs, ...pictures.dogs.slice(0, 7)] };
  const rows = [];
  for (const [kind, files] of Object.entries(kinds)) {
    const encoded = files.map(bytesOf);
    for (const bytes of encoded) await gate.classifyBreed(bytes);
    const [wall, processor] = [[], []];
    for (let round = 0; round < rounds; round++) {
      for (const bytes of encoded) {
        const [start, used] = [performance.now(), process.cpuUsage()];
        await gate.classifyBreed(bytes);
        const { user, system } = process.cpuUsage(used);
        wall.push(performance.now() - start);
        processor.push((user + system) / 1000);
      }
    }
    const what = `one decision, ${kind} photographs`;
    rows.push(row({ what, unit: 'ms', ours: median(wall) }));
    rows.push(row({ what: `${what}, processor time`, unit: 'ms', ours: median(processor) }));
  }
  return rows;
}

/** A saved gate from its folder to the first answer. */
export async function loadRow(gate, rounds) {
  const folder = mkdtempSync(path.join(tmpdir(), 'gate-'));
  await saveGate(gate, folder);
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const loaded = await loadGate(folder);
    times.push(performance.now() - start);
    await loaded.dispose();
  }
  rmSync(folder, { recursive: true });
  return row({ what: 'loading the gate', unit: 'ms', ours: median(times) });
}
