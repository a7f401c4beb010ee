/**
 * The colours of all plots, on white. They follow Okabe and Ito, whom colour-blind readers can tell apart; "right" and
 * "wrong" differ in lightness too and always come with a mark.
 */
export const colors = {
  surface: '#ffffff',
  ink: '#1f2933',
  muted: '#5b6775',
  grid: '#dde2e8',
  blue: '#0069a8',
  orange: '#c75000',
  right: '#007a5a',
  wrong: '#c22f10',
} as const;

/** Colours for the members of a group (runs, classes), in the order they are used. */
export const seriesColors = [
  colors.blue,
  colors.orange,
  '#00805c',
  '#a94a8c',
  '#8a6d00',
  '#2f97c9',
  '#6b4fb3',
  '#7a4a21',
] as const;

/** What each colour of a plot becomes on a dark page; the report applies it with CSS. */
export const darkColors: Readonly<Record<string, string>> = {
  [colors.surface]: '#161c24',
  [colors.ink]: '#e6eaf0',
  [colors.muted]: '#a3afbd',
  [colors.grid]: '#303a47',
  [colors.blue]: '#4fb0ea',
  [colors.orange]: '#f59445',
  [colors.right]: '#3ccb9b',
  [colors.wrong]: '#ff8a6b',
  '#00805c': '#3ccb9b',
  '#a94a8c': '#e08fc6',
  '#8a6d00': '#d9b93a',
  '#2f97c9': '#8ccdf0',
  '#6b4fb3': '#ae98f0',
  '#7a4a21': '#cf9a6c',
};

/** The machine's own interface font in browsers; `svgToPng` brings Inter for it. */
export const fontFamily = 'system-ui, sans-serif';
