const WORKSTATION = 'desktop or workstation part without tensor cores, with a token 16-bit rate, or without a public tensor rate';
const UNRELEASED = 'announced, not released when the table was made, or without a 16-bit rate';

/** Rows of Epoch's table since 2016 that do not become models, each with its reason. A row that is in neither list stops the build. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'NVIDIA GeForce GTX 1080': WORKSTATION,
  'NVIDIA GeForce GTX 1080 Ti': WORKSTATION,
  'NVIDIA TITAN Xp': WORKSTATION,
  'NVIDIA Quadro P600': WORKSTATION,
  'NVIDIA Quadro P4000': WORKSTATION,
  'NVIDIA Quadro P5000': WORKSTATION,
  'NVIDIA Quadro P6000': WORKSTATION,
  'NVIDIA Quadro RTX 4000': WORKSTATION,
  'NVIDIA GeForce RTX 4070': WORKSTATION,
  'AMD Radeon RX 7900 XTX': WORKSTATION,
  'NVIDIA GH100': 'a die, sold as H100, H200 and GH200',
  'AMD Radeon Instinct MI300': 'placeholder for MI300A and MI300X, never sold',
  'AMD Radeon Instinct MI308X': 'no public rate that agrees with the export rule it was made for',
  'Intel Data Center GPU Max 1350': 'cancelled before release',
  'Intel Habana GAUDI HL-205': 'no public dense rate',
  'MT-2000': 'no rate below 32 bits',
  'MT-3000': 'no rate below 64 bits',
  'NVIDIA Rubin CPX': UNRELEASED,
  'Huawei Ascend 950DT': UNRELEASED,
  'Huawei Ascend 960': UNRELEASED,
  'Huawei Ascend 970': UNRELEASED,
};
