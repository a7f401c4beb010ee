export * from '@imgclf/preprocess/layers';
