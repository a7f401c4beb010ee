import { createEngine } from '@imgclf/models/node';
import { initBackend } from '@imgclf/runtime/node';
import * as tf from '@tensorflow/tfjs-core';
import { baseOf } from './networks.mjs';
const threads=Number(process.argv[3]??1);
await initBackend({ backend: process.argv[2], ...(process.argv[2]==='wasm'?{threads}:{}) });
const engine = await createEngine(await baseOf('MobileNetV2'), { engine: process.argv[4]??'fused' });
for (const round of [0,1,2]) for (const n of [1,2,4,8,16,32]) {
  const x = tf.randomUniform([n,160,160,3]);
  let best=1e9, bw=1e9;
  for (let i=0;i<Math.max(3,16/n);i++){ const c=process.cpuUsage(),t=performance.now(); const y=await engine.predict(x); await y.data(); y.dispose(); const d=process.cpuUsage(c); best=Math.min(best,(d.user+d.system)/1000/n); bw=Math.min(bw,(performance.now()-t)/n); }
  console.log(n, 'cpu/img', best.toFixed(2), 'wall/img', bw.toFixed(2), 'x32:', (best*32).toFixed(0), (bw*32).toFixed(0)); x.dispose();
}
process.exit(0);
