#pragma once

#include <spdlog/sinks/stdout_color_sinks.h>

#include "io/characters.h"

namespace resettle {

/// Log lines to standard error, what steers a terminal as an escape.
class LogSink final : public spdlog::sinks::stderr_color_sink_mt {
 public:
  void log(const spdlog::details::log_msg& message) override {
    using ToTerminal = spdlog::sinks::stderr_color_sink_mt;
    const auto text = visible_line({message.payload.data(), message.payload.size()});
    auto plain = message;
    plain.payload = text;
    ToTerminal::log(plain);
  }
};

}  // namespace resettle
