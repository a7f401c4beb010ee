import { model } from '../state/model';
import { results } from '../state/run';
import { BackendLine } from './backend-line';
import { GateSection } from './gate-section';
import { NetworkSection } from './network-section';
import { Notices } from './notices';
import { PicturesSection } from './pictures-section';
import { ResultsSection } from './results-section';
import { SaveSection } from './save-section';
import { TrainSection } from './train-section';
import { TrySection } from './try-section';

/** The page: five steps from pictures to a saved model. */
export function App() {
  return (
    <>
      <a class="skip" href="#pictures">
        Skip to the pictures
      </a>
      <header>
        <h1>Train an image classifier</h1>
        <p class="lead">
          Show it examples of each class, train it, try it, keep it. Everything happens on this device: no
          picture leaves the page.
        </p>
        <BackendLine />
      </header>
      <main>
        <PicturesSection />
        <NetworkSection />
        <TrainSection />
        <ResultsSection results={results.value} />
        <TrySection model={model.value} />
        <SaveSection model={model.value} />
        <GateSection />
      </main>
      <Notices />
    </>
  );
}
