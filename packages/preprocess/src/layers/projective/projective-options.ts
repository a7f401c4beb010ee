import * as v from 'valibot';

/** What is outside a picture: a value, the nearest edge pixel, the mirror image or the other side. */
export type ProjectiveFillMode = 'constant' | 'nearest' | 'reflect' | 'wrap';

/** How `projectiveTransform` reads between and beyond pixels. */
export interface ProjectiveOptions {
  /** @default 'reflect' */
  fillMode?: ProjectiveFillMode;
  /** @default 'bilinear' */
  interpolation?: 'nearest' | 'bilinear';
  /** What is outside the picture with `fillMode: 'constant'`. @default 0 */
  fillValue?: number;
}

/** The valibot entries of {@link ProjectiveOptions}. */
export const projectiveEntries = {
  fillMode: v.optional(v.picklist(['constant', 'nearest', 'reflect', 'wrap']), 'reflect'),
  interpolation: v.optional(v.picklist(['nearest', 'bilinear']), 'bilinear'),
  fillValue: v.optional(v.pipe(v.number(), v.finite()), 0),
};

/** {@link ProjectiveOptions} with every default filled in. */
export type ParsedProjective = Required<ProjectiveOptions>;
