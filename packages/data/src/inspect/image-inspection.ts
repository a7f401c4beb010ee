import type { UnreadableImage } from '../images/unreadable-images';

/** What there is to know about a set of images before training on it. Plain data: it can be written as JSON. */
export interface ImageInspection {
  /** The parts of the data in the order they were given, such as `train` and `validation`; one without a split. */
  readonly parts: readonly string[];
  /** Images that could be read, in all parts together. Everything below but {@link unreadable} is about them. */
  readonly images: number;
  readonly classes: ClassBalance;
  /** In pixels, as stored. */
  readonly width: Spread;
  /** In pixels, as stored. */
  readonly height: Spread;
  /** Size of the files, in bytes. */
  readonly bytes: Spread;
  /** Width divided by height. */
  readonly aspectRatios: readonly HistogramBin[];
  /** Images of each format, by what the files hold rather than what they are called. The most frequent comes first. */
  readonly formats: Readonly<Record<string, number>>;
  /** Images of each way to store colours: `rgb`, `grayscale`, `palette`, ... The most frequent comes first. */
  readonly colorModes: Readonly<Record<string, number>>;
  /** Files that could not be read, and why. */
  readonly unreadable: readonly UnreadableImage[];
  /** Files whose bytes are the same. */
  readonly exactDuplicates: readonly DuplicateGroup[];
  /** Pictures that look the same though their files differ; empty where images were not decoded. */
  readonly nearDuplicates: readonly DuplicateGroup[];
  /** A few images of each class, evenly from its files, to look at. */
  readonly samples: readonly InspectedFile[];
}

/** How many images there are of each class. */
export interface ClassBalance {
  /** The classes of all parts; empty where there are no labels. */
  readonly names: readonly string[];
  /** For each part, the images of each of {@link names}. */
  readonly counts: Readonly<Record<string, readonly number[]>>;
  /**
   * Images of the largest class for one of the smallest, over all parts: 1 is balanced. `null` where a class is empty
   * or there are none.
   */
  readonly imbalance: number | null;
  /** The most frequent class and its share from 0 to 1: the accuracy of always answering it. `null` without labels. */
  readonly baseline: { readonly label: string; readonly accuracy: number } | null;
}

/** The middle and the ends of some numbers. All are 0 where there are none. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** How many values are at least `from` and below `to`. */
export interface HistogramBin {
  readonly from: number;
  /** `null` where there is no upper end. */
  readonly to: number | null;
  readonly count: number;
}

/** A file and where it belongs. */
export interface InspectedFile {
  readonly file: string;
  readonly part: string;
  /** The name of its class; `null` without labels. */
  readonly label: string | null;
}

/** Two or more files that show the same. */
export interface DuplicateGroup {
  readonly files: readonly InspectedFile[];
  /** Whether they have different labels: all but one are wrong, or the classes overlap. */
  readonly acrossClasses: boolean;
  /** Whether they are in different parts: the validation then rewards learning pictures by heart. */
  readonly acrossParts: boolean;
}
