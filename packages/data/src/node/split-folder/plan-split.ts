import { Mt19937 } from '@imgclf/runtime';
import { apportion } from '../../index/apportion';
import { compareCodePoints } from '../../index/compare-code-points';

/** Where a file goes. */
export interface PlannedFile {
  /** The file's path within the source folder, with `/`. */
  readonly from: string;
  /** The file's class. */
  readonly class: string;
  /** The part that it is in. */
  readonly part: string;
}

/** What a split is drawn from. */
export interface SplitPlan {
  readonly ratios: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly stratify: boolean;
}

/** Deals files, given as pairs of path and class, to parts; the result is in the order of the paths. */
export function planSplit(
  files: readonly (readonly [path: string, name: string])[],
  plan: SplitPlan,
): PlannedFile[] {
  const sorted = [...files].sort(([a], [b]) => compareCodePoints(a, b));
  const groups = new Map<string, (readonly [string, string])[]>();
  for (const file of sorted) {
    const key = plan.stratify ? file[1] : '';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()]
    .flatMap((group) => deal(group, plan))
    .sort((a, b) => compareCodePoints(a.from, b.from));
}

function deal(group: readonly (readonly [string, string])[], { ratios, seed }: SplitPlan): PlannedFile[] {
  const parts = Object.keys(ratios);
  const counts = apportion(
    parts.map((part) => (ratios[part] as number) * group.length),
    group.length,
  );
  const places = parts.flatMap((part, i) => new Array<string>(counts[i] as number).fill(part));
  const order = new Mt19937(seed).permutation(group.length);
  return Array.from(order, (position, i) => {
    const [from, name] = group[position] as readonly [string, string];
    return { from, class: name, part: places[i] as string };
  });
}
