/** The names of the pretrained backbones, as in Keras. */
export const backboneNames = ['mobilenet_v2', 'resnet50', 'inception_resnet_v2'] as const;
export type BackboneName = (typeof backboneNames)[number];

/** What can be trained; `auto` leaves the choice to the command. */
export const architectures = ['auto', 'cnn', 'dense', ...backboneNames] as const;
export type Architecture = (typeof architectures)[number];
