#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/simulation.h"

namespace resettle {

/// Who else belongs to the arrival unit of a person, by age at arrival. A partner parted from
/// before the record begins no longer counts.
struct Companions {
  bool partner = false;  ///< a person of the simulation
  int adults = 0;        ///< others aged 18 or more, without the partner
  int minors = 0;        ///< others under 18

  [[nodiscard]] int count() const { return (partner ? 1 : 0) + adults + minors; }
};

/// One simulated person month by month. Row m of `rows` is the person in months[m], so that
/// `rows.works(m)` and the other questions of Persons can be asked of any month.
struct LifeRecord {
  std::vector<Month> months;  ///< consecutive; empty if the person has not arrived
  Persons rows;
  std::vector<int> host_ties;
  std::vector<int> coethnic_ties;
  std::vector<std::int32_t> benefit_krw;        ///< livelihood benefit of the household
  std::vector<std::uint8_t> has_social_worker;  ///< the case officer is a social worker
  std::vector<std::string> localities;          ///< names, by id
  Companions companions;

  [[nodiscard]] std::size_t size() const { return months.size(); }
};

/// Keeps all columns of one person from the first recorded month in the South to the month of the
/// death or of leaving for good.
class LifeRecorder final : public Recorder {
 public:
  explicit LifeRecorder(PersonIndex person) : person_(person) {}
  void record(World& world) override;

  [[nodiscard]] const LifeRecord& life() const { return life_; }

 private:
  PersonIndex person_;
  bool over_ = false;
  LifeRecord life_;
};

}  // namespace resettle
