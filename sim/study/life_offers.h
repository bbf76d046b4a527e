#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/simulation.h"
#include "study/life.h"

namespace resettle {

/// Tells of one person when he or she is eligible for instruments that not everybody is eligible
/// for, on the terms of which line, and if not, why not.
class OfferRecorder final : public Recorder {
 public:
  /// The values must outlive the recorder.
  OfferRecorder(PersonIndex person, const ParameterValues& values);
  void record(World& world) override;

  [[nodiscard]] const std::vector<LifeEvent>& events() const { return events_; }

 private:
  [[nodiscard]] std::string told_of(const World& world, const std::string& instrument) const;

  PersonIndex person_;
  const ParameterValues& values_;
  std::vector<std::string> instruments_;     ///< that have a condition in any month
  std::map<std::string, std::string> last_;  ///< what was told last, by instrument
  std::vector<LifeEvent> events_;
};

}  // namespace resettle
