interface PlotProps {
  /** An SVG document of `@imgclf/train/report`, which escapes every text in it. */
  readonly svg: string;
  readonly name: string;
}

/** A plot, in the colours of the page. */
export function Plot({ svg, name }: PlotProps) {
  return (
    <figure class="plot" aria-label={name}>
      <div dangerouslySetInnerHTML={{ __html: svg }} />
    </figure>
  );
}
