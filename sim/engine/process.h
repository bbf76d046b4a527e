#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/random.h"
#include "core/rows.h"
#include "engine/parameter.h"
#include "engine/world.h"

namespace resettle {

/// What an entry may declare beside columns of persons.
inline constexpr std::array<std::string_view, 5> kPartsOfSociety{"ties", "hosts", "households",
                                                                 "officers", "organisations"};

/// What a process is, for `explain month`, the tests and the reader of the code. Tests hold every
/// process to what it declares: to what it reads by scrambling all the rest.
struct Description {
  std::string name;                 ///< for example "search"
  std::string meaning;              ///< one sentence
  std::string source;               ///< MODEL section and literature
  std::vector<std::string> reads;   ///< columns of the dictionary, and parts of society
  std::vector<std::string> writes;  ///< likewise; what is written may also be read
  std::vector<Decision> decisions;  ///< every random choice it makes
};

/// What a process does with some rows, of which several blocks may be worked on at once.
using RowWork = std::function<void(Rows)>;

/// One entry of the month: a process (what people do) or a policy (what they are offered).
/// It holds no state of the simulated world, so a world may be copied and continued under other
/// parameter values.
///
/// Most entries work *by rows*: they write the row of a person and read that row, and otherwise
/// only what no entry writes that works by rows (hosts, the economy, organisations ...). Such
/// entries that follow one another are run together, block by block of persons, while the rows of
/// the block are near at hand. The others see the whole world.
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

  [[nodiscard]] virtual bool works_by_rows() const = 0;
  /// Begins this part of the world's current month: the draws that are made for everybody, and
  /// what has to be known before the first row. Returns the work on the rows that is left, empty
  /// for an entry that does not work by rows: it is then done.
  [[nodiscard]] RowWork begin(World& world) {
    for (const Decision& decision : description_.decisions) {
      world.prepared.prepare(decision, world.random, world.persons.ticket, world.month,
                             world.parallel);
    }
    return start(world);
  }
  /// Moves the world through this part of its current month.
  void step(World& world) {
    if (const RowWork work = begin(world)) {
      for_blocks(world.parallel, world.persons.size(), [&](std::size_t first, std::size_t last) {
        work({first, last});
      });
    }
  }

 private:
  [[nodiscard]] virtual RowWork start(World& world) = 0;

  Description description_;
};

/// A process made of a parameter table and a step function: of the whole world, or one that
/// prepares the month and returns the work on the rows. What the work needs to know it holds
/// itself; world and parameters outlive it.
template <class Parameters>
class ProcessOf final : public Process {
 public:
  using StepFunction = void (*)(World&, const Parameters&);
  using RowStepFunction = RowWork (*)(World&, const Parameters&);

  ProcessOf(Description description, const ParameterTable<Parameters>& table,
            std::variant<StepFunction, RowStepFunction> function)
      : Process(std::move(description)), table_(table), step_(function) {}

  [[nodiscard]] std::vector<std::pair<ParameterSpec, bool>> parameters() const override {
    std::vector<std::pair<ParameterSpec, bool>> specs;
    for (const auto& row : table_) specs.emplace_back(row.spec, row.borrowed);
    return specs;
  }
  void update(const ParameterValues& values, Month month) override {
    resolve(table_, values, month, parameters_);
  }
  [[nodiscard]] bool works_by_rows() const override {
    return std::holds_alternative<RowStepFunction>(step_);
  }

 private:
  [[nodiscard]] RowWork start(World& world) override {
    if (const auto* by_rows = std::get_if<RowStepFunction>(&step_)) {
      return (*by_rows)(world, parameters_);
    }
    std::get<StepFunction>(step_)(world, parameters_);
    return {};
  }

  const ParameterTable<Parameters>& table_;
  std::variant<StepFunction, RowStepFunction> step_;
  Parameters parameters_{};
};

/// Makes the month's entry of a process file.
template <class Parameters>
std::unique_ptr<Process> make_process(Description description,
                                      const ParameterTable<Parameters>& table,
                                      typename ProcessOf<Parameters>::StepFunction step) {
  return std::make_unique<ProcessOf<Parameters>>(std::move(description), table, step);
}

/// The same for a process that works by rows.
template <class Parameters>
std::unique_ptr<Process> make_row_process(Description description,
                                          const ParameterTable<Parameters>& table,
                                          typename ProcessOf<Parameters>::RowStepFunction step) {
  return std::make_unique<ProcessOf<Parameters>>(std::move(description), table, step);
}

}  // namespace resettle
