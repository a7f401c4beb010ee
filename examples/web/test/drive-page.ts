import path from 'node:path';
import type { Page } from 'playwright-core';

/** Gives the page the folders `across` and `down` of 20 pictures each. */
export async function collect(page: Page, folder: string): Promise<void> {
  await page.locator('[data-backend]').waitFor();
  for (const name of ['across', 'down'])
    await page.getByTestId('folder').setInputFiles(path.join(folder, name));
  await page.getByText('40 pictures in 2 classes.').waitFor();
}

/** Starts a quick run. */
export async function startTraining(page: Page, epochs: number): Promise<void> {
  await page.getByLabel('Picture size').selectOption('32');
  await page.getByLabel('Epochs').fill(String(epochs));
  await page.getByLabel('Epochs').blur();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
}

/** Waits until training has come to an epoch, and says to which. */
export async function epochOf(page: Page, atLeast: number): Promise<number> {
  const handle = await page.waitForFunction((least) => {
    const [, epoch = '0'] =
      /Epoch (\d+) of/.exec(document.querySelector('.progress')?.textContent ?? '') ?? [];
    return Number(epoch) >= least && Number(epoch);
  }, atLeast);
  return (await handle.jsonValue()) as number;
}
