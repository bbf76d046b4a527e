#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/simulation.h"
#include "networks/cohesion.h"

namespace resettle {

inline constexpr std::size_t kTypes = 4;

/// The adjustment type of every person in every month.
class TypeRecorder final : public Recorder {
 public:
  void record(World& world) override;

  [[nodiscard]] std::size_t months() const { return months_.size(); }
  /// Types of one recorded month by person; persons who came later are missing at the end.
  [[nodiscard]] const std::vector<std::uint8_t>& month(std::size_t m) const { return months_[m]; }
  /// [month][from][to]: simulated persons counted in this and the month before, by type then and
  /// now.
  [[nodiscard]] std::vector<std::int32_t> transitions() const;

 private:
  std::vector<std::vector<std::uint8_t>> months_;
};

/// The same simulated persons in two arms: [month][type in one][type in the other], the fifth = not
/// counted.
std::vector<std::int32_t> cross_table(const TypeRecorder& one, const TypeRecorder& other);

/// Any column of the person dictionary, every month, as float; NaN where a person is not counted.
class ColumnRecorder final : public Recorder {
 public:
  /// Throws std::logic_error if the dictionary has no such column of single numbers.
  explicit ColumnRecorder(const std::string& column);
  void record(World& world) override;
  [[nodiscard]] const std::vector<float>& month(std::size_t m) const { return months_[m]; }

 private:
  std::string column_;
  std::vector<std::vector<float>> months_;
};

/// The ledger of every month, KRW, [month][line], divided by the simulated share.
class LedgerRecorder final : public Recorder {
 public:
  void record(World& world) override;
  [[nodiscard]] const std::vector<std::int64_t>& amounts() const { return amounts_; }

 private:
  std::vector<std::int64_t> amounts_;
};

/// Cohesion of the co-ethnic network each December.
class NetworkRecorder final : public Recorder {
 public:
  void record(World& world) override;
  [[nodiscard]] const std::vector<Cohesion>& years() const { return years_; }

 private:
  std::vector<Cohesion> years_;
};

/// Deaths and departures of every month, divided by the simulated share.
class ExitRecorder final : public Recorder {
 public:
  void record(World& world) override;
  [[nodiscard]] const std::vector<float>& deaths() const { return deaths_; }
  [[nodiscard]] const std::vector<float>& departures() const { return departures_; }

 private:
  std::vector<float> deaths_;
  std::vector<float> departures_;
};

}  // namespace resettle
