import * as v from 'valibot';

const pixels = v.pipe(
  v.number('an integer from 120 to 20000'),
  v.integer('an integer from 120 to 20000'),
  v.minValue(120, 'an integer from 120 to 20000'),
  v.maxValue(20_000, 'an integer from 120 to 20000'),
);

/** The options that every plot takes. */
export interface PlotOptions {
  /** The heading. Each plot has its own default. */
  title?: string;
  /** Pixels, 120 to 20,000. Each plot has its own default. */
  width?: number;
  /** Pixels, 120 to 20,000. By default it follows from what there is to show. */
  height?: number;
}

/** The rules of {@link PlotOptions}, to spread into a plot's own. */
export const plotOptionsEntries = {
  title: v.optional(v.string('a string')),
  width: v.optional(pixels),
  height: v.optional(pixels),
};
