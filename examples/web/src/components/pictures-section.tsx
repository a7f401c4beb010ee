import { useState } from 'preact/hooks';
import { addClass, badFiles, checking, classes, pictureCount } from '../state/pictures';
import { BadFiles } from './bad-files';
import { ClassCard } from './class-card';
import { DropZone } from './drop-zone';
import { Section } from './section';

/** Step 1: collecting pictures. */
export function PicturesSection() {
  const now = checking.value;
  return (
    <Section
      id="pictures"
      title="1. Pictures"
      hint="One folder for each class. The folder's name becomes the class's name."
    >
      <DropZone />
      {now !== undefined && (
        <label class="progress">
          Looking through {now.total.toLocaleString()} files
          <progress max={now.total} value={now.done} />
        </label>
      )}
      <p class="count" role="status">
        {pictureCount.value > 0 &&
          `${counted(pictureCount.value, 'picture', 'pictures')} in ${counted(classes.value.length, 'class', 'classes')}.`}
      </p>
      <div class="classes">
        {classes.value.map((each) => (
          <ClassCard key={each.name} {...each} />
        ))}
      </div>
      <NewClass />
      {badFiles.value.length > 0 && <BadFiles files={badFiles.value} />}
    </Section>
  );
}

function NewClass() {
  const [name, setName] = useState('');
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        addClass(name.trim());
        setName('');
      }}
    >
      <label class="field">
        New class
        <input
          value={name}
          placeholder="such as cats"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <button type="submit" disabled={name.trim() === ''}>
        Add class
      </button>
    </form>
  );
}

function counted(count: number, one: string, more: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : more}`;
}
