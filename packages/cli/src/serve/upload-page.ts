import { html } from 'hono/html';

/** A page to choose or drop a picture on and see what it shows. It loads nothing from elsewhere. */
export function uploadPage(classNames: readonly string[]) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Image classifier</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
  label { display: block; border: 2px dashed; border-radius: 8px; padding: 2rem; text-align: center; cursor: pointer; }
  label:focus-within { outline: 3px solid Highlight; }
  img { max-width: 100%; max-height: 50vh; display: block; margin: 1rem 0; border-radius: 8px; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; }
  dd { margin: 0; } meter { width: 100%; }
</style>
</head>
<body>
<h1>What does the picture show?</h1>
<p>One of ${classNames.length} classes: ${classNames.slice(0, 12).join(', ')}${classNames.length > 12 ? ', …' : ''}.</p>
<form><label>Choose a picture or drop it here <input type="file" name="file" accept="image/*"></label></form>
<div id="picture"></div>
<div id="answer" role="status" aria-live="polite"></div>
<script type="module">
  const answer = document.querySelector('#answer');
  const picture = document.querySelector('#picture');
  const row = ({ label, score }) => {
    const [name, value, meter] = ['dt', 'dd', 'meter'].map((tag) => document.createElement(tag));
    const percent = (100 * score).toFixed(1) + ' %';
    name.textContent = label + ' ' + percent;
    meter.value = score;
    meter.textContent = percent;
    value.append(meter);
    return [name, value];
  };
  async function classify(file) {
    const image = new Image();
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    picture.replaceChildren(image);
    answer.textContent = '…';
    try {
      const response = await fetch('classify', { method: 'POST', body: file });
      const result = await response.json();
      if (!response.ok) throw new Error(result.error.message);
      const list = document.createElement('dl');
      list.append(...result.top.flatMap(row));
      answer.replaceChildren(list);
    } catch (error) {
      answer.textContent = error.message;
    }
  }
  document.querySelector('input').addEventListener('change', ({ target }) => target.files[0] && classify(target.files[0]));
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) classify(file);
  });
</script>
</body>
</html>`;
}
