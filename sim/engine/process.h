#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/random.h"
#include "engine/parameter.h"
#include "engine/world.h"

namespace resettle {

/// What a process is, for `explain month`, the tests and the reader of the code.
struct Description {
  std::string name;                 ///< for example "search"
  std::string meaning;              ///< one sentence
  std::string source;               ///< MODEL section and literature
  std::vector<std::string> reads;   ///< columns of the dictionary
  std::vector<std::string> writes;  ///< columns of the dictionary; a test holds every process to it
  std::vector<Decision> decisions;  ///< every random choice it makes
};

/// One entry of the month: a process (what people do) or a policy (what they are offered).
/// It holds no state of the simulated world, so a world may be copied and continued under other
/// parameter values.
class Process {
 public:
  explicit Process(Description description) : description_(std::move(description)) {}
  virtual ~Process() = default;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] const Description& description() const { return description_; }
  /// The parameters it reads; `borrowed` ones are described by their owner.
  [[nodiscard]] virtual std::vector<std::pair<ParameterSpec, bool>> parameters() const = 0;
  /// Takes over the values in force in `month`.
  virtual void update(const ParameterValues& values, Month month) = 0;
  /// Moves the world through this part of its current month.
  virtual void step(World& world) = 0;

 private:
  Description description_;
};

/// A process made of a parameter table and a step function.
template <class Parameters>
class ProcessOf final : public Process {
 public:
  using StepFunction = void (*)(World&, const Parameters&);

  ProcessOf(Description description, const ParameterTable<Parameters>& table, StepFunction function)
      : Process(std::move(description)), table_(table), step_(function) {}

  [[nodiscard]] std::vector<std::pair<ParameterSpec, bool>> parameters() const override {
    std::vector<std::pair<ParameterSpec, bool>> specs;
    for (const auto& row : table_) specs.emplace_back(row.spec, row.borrowed);
    return specs;
  }
  void update(const ParameterValues& values, Month month) override {
    resolve(table_, values, month, parameters_);
  }
  void step(World& world) override { step_(world, parameters_); }

 private:
  const ParameterTable<Parameters>& table_;
  StepFunction step_;
  Parameters parameters_{};
};

/// Makes the month's entry of a process file.
template <class Parameters>
std::unique_ptr<Process> make_process(Description description,
                                      const ParameterTable<Parameters>& table,
                                      typename ProcessOf<Parameters>::StepFunction step) {
  return std::make_unique<ProcessOf<Parameters>>(std::move(description), table, step);
}

}  // namespace resettle
