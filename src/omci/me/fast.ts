/** G.fast, editions after 2012. Notation: see ../table/notation.ts. */
export const fast = {
  fastChannelConfigurationProfile: {
    id: 432, name: 'FAST channel configuration profile', by: 'olt',
    can: 'create delete set get',
    attributes: {
      maximumNetDataRateMaxndr: 'u4 RW',
      minimumExpectedThroughputMinetr: 'u4 RW',
      maximumGammaDataRateMaxgdr: 'u4 RW',
      minimumGammaDataRateMingdr: 'u4 RW',
      maximumDelayDelaymax: 'u4 RW',
      minimumImpulseNoiseProtectionAgainstShineInpminShine: 'u2 RW | Minimum impulse noise protection against SHINE inpmin SHINE',
      shineRatioShineratio: 'u1 RW | SHINE ratio shineratio',
      minimumImpulseNoiseProtectionAgainstReinInpminRein: 'u1 RW | Minimum impulse noise protection against REIN inpmin REIN',
      reinInterArrivalTimeIatRein: 'u1 RW | REIN inter arrival time IAT REIN',
      minimumReedSolomonRfecNfecRatioRnratio: 'u1 RW | Minimum reed solomon RFEC NFEC ratio rnratio',
      rtxTcTestmodeRtxTestmode: 'u1 RW optional | RTX TC testmode RTX testmode',
    },
  },
  fastDataPathConfigurationProfile: {
    id: 433, name: 'FAST data path configuration profile', by: 'olt',
    can: 'create delete set get',
    attributes: {
      tpsTcTestmodeTpsTestmode: 'u1 RW | TPS TC testmode TPS testmode',
    },
  },
  fastVectoringLineConfigurationExtensions: {
    id: 434, name: 'FAST vectoring line configuration extensions', by: 'olt',
    can: 'create delete set get',
    attributes: {
      fextCancellationEnablingDisablingUpstreamFextToCancelEnableus: 'u1 RW | FEXT cancellation enabling disabling upstream FEXT to cancel enableus',
      fextCancellationEnablingDisablingDownstreamFextToCancelEnableds: 'u1 RW | FEXT cancellation enabling disabling downstream FEXT to cancel enableds',
    },
  },
  fastLineInventoryAndStatusDataPart2: {
    id: 436, name: 'FAST line inventory and status data part 2', by: 'onu',
    can: 'get',
    attributes: {
      dateTimeStampingOfLastSuccessfulDownstreamFraOperationStampFrads: 'o7 R optional',
      dateTimeStampingOfLastSuccessfulUpstreamFraOperationStampFraus: 'o7 R optional',
      dateTimeStampingOfLastSuccessfulDownstreamRpaOperationStampRpads: 'o7 R optional',
      dateTimeStampingOfLastSuccessfulUpstreamRpaOperationStampRpaus: 'o7 R optional',
      dateTimeStampingOfLastSuccessfulDownstreamTigaOperationStampTiga: 'o7 R optional',
    },
  },
  fastXtuCPerformanceMonitoringHistoryData: {
    id: 437, name: 'FAST xTU-C performance monitoring history data', by: 'olt', counts: true,
    can: 'create delete set get',
    attributes: {
      intervalEndTime: 'u1 R',
      thresholdData12Id: 'p2 RWC | Threshold data 1/2 ID',
      successfulFraCounter: 'c4 R',
      successfulRpaCounter: 'c4 R optional',
      successfulTigaCounter: 'c4 R optional',
    },
  },
  fastXtuRPerformanceMonitoringHistoryData: {
    id: 438, name: 'FAST xTU-R performance monitoring history data', by: 'olt', counts: true,
    can: 'create delete set get',
    attributes: {
      intervalEndTime: 'u1 R',
      thresholdData12Id: 'p2 RWC | Threshold data 1/2 ID',
      successfulFraCounter: 'c4 R',
      successfulRpaCounter: 'c4 R optional',
    },
  },
} as const;
