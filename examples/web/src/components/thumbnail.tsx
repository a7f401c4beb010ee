import { useEffect, useState } from 'preact/hooks';

interface ThumbnailProps {
  readonly file: Blob;
  readonly alt: string;
}

/** A small view of a file. */
export function Thumbnail({ file, alt }: ThumbnailProps) {
  const url = useObjectUrl(file);
  return <img class="thumb" src={url} alt={alt} title={alt} loading="lazy" decoding="async" />;
}

/** An address for a file while it is shown. */
export function useObjectUrl(file: Blob): string | undefined {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
