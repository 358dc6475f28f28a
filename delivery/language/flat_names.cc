// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "delivery/language/flat_names.h"

#include <algorithm>

namespace gancho::delivery {

const std::vector<FlatName>& FlatNames() {
  static const auto* const kNames = new std::vector<FlatName>{
      // The trigger and the event.
      {"hooktrigger", "state.state", "what fired: START, TALK, END, ..."},
      {"hookid", "trigger.id", "the trigger's id"},
      {"hookname", "trigger.display_name|trigger.id", "the trigger's name"},
      {"hookdirection",
       "trigger.labels.hookdirection|call.labels.hookdirection",
       "a label of the trigger, else of the call"},
      {"hooktags", "trigger.labels.hooktags|call.labels.hooktags",
       "a label of the trigger, else of the call"},
      {"hooktemplateid", "event.id", "the event's id"},
      {"hooktemplatename", "event.display_name|event.id", "the event's name"},
      // The call.
      {"cdrid", "call.call_id", "the call's id, the same in all its states"},
      {"dialtime", "call.start_time.local",
       "when the call began, in the account's time zone"},
      {"direction", "=direction", "IN, OUT or INTERNAL, by `call.direction`"},
      {"calling", "call.caller", "the calling number"},
      {"callingname", "call.caller_name", "the calling party's name"},
      {"called", "call.called", "the called number"},
      {"calledname", "call.called_name", "the called party's name"},
      {"status", "=status",
       "ANSWER, or once the call has ended unanswered: BUSY, CANCEL, NOANSWER "
       "or FAILED, by `call.hangup_cause`"},
      {"lastaction", "call.labels.lastaction", "a label of the call"},
      // Time and money.
      {"duration", "call.duration.seconds", "whole seconds from start to end"},
      {"billseconds", "call.talk_duration.seconds", "whole seconds of talk"},
      {"price", "call.cost", "what the call costs"},
      // The recording.
      {"wasrecorded", "=wasrecorded", "whether `call.recording_url` is set"},
      {"audio_play_mp3", "call.labels.audio_play_mp3|call.recording_url",
       "a label of the call, else the recording's URL"},
      {"audio_play_ogg", "call.labels.audio_play_ogg|call.recording_url",
       "a label of the call, else the recording's URL"},
      {"audio_play_wav", "call.labels.audio_play_wav|call.recording_url",
       "a label of the call, else the recording's URL"},
      {"audio_file_mp3", "call.labels.audio_file_mp3|call.recording_url",
       "a label of the call, else the recording's URL"},
      {"audio_file_ogg", "call.labels.audio_file_ogg|call.recording_url",
       "a label of the call, else the recording's URL"},
      {"audio_file_wav", "call.labels.audio_file_wav|call.recording_url",
       "a label of the call, else the recording's URL"},
      // The queue.
      {"queueid", "call.labels.queueid|call.queue",
       "a label of the call, else the queue"},
      {"queuename", "call.labels.queuename|call.queue",
       "a label of the call, else the queue"},
      {"queuestatus", "call.labels.queuestatus", "a label of the call"},
      {"queuetotaltime", "call.labels.queuetotaltime", "a label of the call"},
      {"queuetalktime", "call.labels.queuetalktime", "a label of the call"},
      {"queuewaittime", "call.labels.queuewaittime", "a label of the call"},
      {"queueagentname", "call.labels.queueagentname|call.agent",
       "a label of the call, else the agent"},
      {"queueagentextension", "call.labels.queueagentextension|call.extension",
       "a label of the call, else the extension"},
      {"queueagenttags", "call.labels.queueagenttags", "a label of the call"},
      // Who answered.
      {"answeraccount", "call.labels.answeraccount", "a label of the call"},
      {"answerterminal", "call.labels.answerterminal|call.terminal",
       "a label of the call, else the terminal; empty until TALK", true},
      {"answerextension", "call.labels.answerextension|call.extension",
       "a label of the call, else the extension; empty until TALK", true},
      // The tenant and its account.
      {"tenantid", "call.labels.tenantid|account.id",
       "a label of the call, else the account's id"},
      {"accountid", "call.labels.accountid|account.id",
       "a label of the call, else the account's id"},
      {"accountname", "call.labels.accountname|account.display_name",
       "a label of the call, else the account's name"},
      {"accountextension", "call.labels.accountextension|call.extension",
       "a label of the call, else the extension"},
      {"accounttags", "call.labels.accounttags", "a label of the call"},
      // Click-to-dial.
      {"custom1", "call.labels.custom1", "a label of the call"},
      {"custom2", "call.labels.custom2", "a label of the call"},
      {"custom3", "call.labels.custom3", "a label of the call"},
      {"custom4", "call.labels.custom4", "a label of the call"},
      {"custom5", "call.labels.custom5", "a label of the call"},
      {"custom6", "call.labels.custom6", "a label of the call"},
      // The terminal.
      {"terminalid", "call.labels.terminalid|call.terminal",
       "a label of the call, else the terminal"},
      {"terminalname", "call.labels.terminalname|call.terminal",
       "a label of the call, else the terminal"},
      {"terminalaccount", "call.labels.terminalaccount", "a label of the call"},
      {"terminalstate", "call.labels.terminalstate", "a label of the call"},
  };
  return *kNames;
}

const FlatName* FindFlatName(std::string_view name) {
  const std::vector<FlatName>& names = FlatNames();
  const auto found =
      std::find_if(names.begin(), names.end(),
                   [name](const FlatName& flat) { return name == flat.name; });
  return found == names.end() ? nullptr : &*found;
}

}  // namespace gancho::delivery
