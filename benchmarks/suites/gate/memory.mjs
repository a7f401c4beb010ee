import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memory } from '@tensorflow/tfjs-core';
import { row } from '../../lib/row.mjs';
import { pictures } from './pictures.mjs';

const step = 1000;

/** What many decisions, on every picture there is in turn, leave behind; measured after each thousand. */
export async function memoryRows(gate, decisions) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const files = Object.values(pictures).flat();
  const series = [];
  for (let done = 0; done < decisions; done += step) {
    for (let i = done; i < done + step; i++) await gate.classifyBreed(files[i % files.length]);
    collect();
    const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
    const [resident, heap, buffers] = [rss, heapUsed, arrayBuffers].map((bytes) => bytes / 2 ** 20);
    const now = { decisions: done + step, resident, heap, buffers, tensors: memory().numTensors };
    console.error(JSON.stringify(now));
    series.push(now);
  }
  const [first, last] = [series[0], series.at(-1)];
  const added = `from decision ${first.decisions} to ${last.decisions}`;
  return [
    ...series.map(({ decisions: after, resident }) =>
      row({ what: `memory after ${after} decisions`, unit: 'MiB', ours: resident }),
    ),
    row({ what: `JavaScript's own memory added ${added}`, unit: 'MiB', ours: last.heap - first.heap }),
    row({ what: `tensors added ${added}`, unit: '', ours: last.tensors - first.tensors }),
  ];
}
