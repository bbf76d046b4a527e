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

/// What an entry may declare beside columns of persons and what instruments have begun (Places).
inline constexpr std::array<std::string_view, 6> kPartsOfSociety{
    "ties", "hosts", "households", "officers", "organisations", "budgets"};

/// What an entry declares to read that asks who is eligible: it stands for all columns and parts of
/// society that conditions can ask for (columns_of_traits).
inline constexpr const char* kEligibility = "eligibility";

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

/// The NAME of policies.NAME whose lines may stand in the table, or "".
template <class Parameters>
std::string instrument_of(const ParameterTable<Parameters>& table) {
  for (const auto& row : table) {
    if (row.spec.by_line && !row.borrowed) {
      return instrument_of(row.spec.path);
    }
  }
  return "";
}

/// A process made of a parameter table and of what it does with the values in force.
template <class Parameters>
class ProcessOf final : public Process {
 public:
  using Step = void (*)(World&, const Parameters&);
  using Begin = std::function<RowWork(World&, const Parameters&)>;

  ProcessOf(Description description, const ParameterTable<Parameters>& table,
            std::variant<Step, Begin> does)
      : Process(std::move(description)), table_(table), does_(std::move(does)) {}

  [[nodiscard]] std::vector<std::pair<ParameterSpec, bool>> parameters() const override {
    std::vector<std::pair<ParameterSpec, bool>> specs;
    for (const auto& row : table_) specs.emplace_back(row.spec, row.borrowed);
    return specs;
  }
  void update(const ParameterValues& values, Month month) override {
    resolve(
        table_, [&](const ParameterSpec& spec) -> const Series& { return values.at(spec.path); },
        month, parameters_);
    if constexpr (requires { parameters_.lines; }) update_lines(values, month);
  }
  [[nodiscard]] bool works_by_rows() const override { return std::holds_alternative<Begin>(does_); }

 private:
  /// The terms of each line: its own values, else those of the instrument, but for whom it is: the
  /// condition of the instrument holds for all lines anyway.
  void update_lines(const ParameterValues& values, Month month) {
    static const Series everybody(0);
    parameters_.lines.clear();
    for (const auto& line : values.lines(instrument_of(table_), month)) {
      Parameters terms{};
      const auto series_of = [&](const ParameterSpec& spec) -> const Series& {
        const Series& own = values.at_line(spec.path, line);
        const bool inherits = &own == &values.at(spec.path);
        const bool says_whom = spec.by_line && spec.kind == ParameterKind::condition;
        return inherits && says_whom ? everybody : own;
      };
      resolve(table_, series_of, month, terms);
      parameters_.lines.push_back(std::move(terms));
    }
  }

  [[nodiscard]] RowWork start(World& world) override {
    if (const auto* begin = std::get_if<Begin>(&does_)) return (*begin)(world, parameters_);
    std::get<Step>(does_)(world, parameters_);
    return {};
  }

  const ParameterTable<Parameters>& table_;
  std::variant<Step, Begin> does_;
  Parameters parameters_{};
};

/// Makes the month's entry of a process file: `step` moves the whole world.
template <class P>
std::unique_ptr<Process> make_process(Description description, const ParameterTable<P>& table,
                                      typename ProcessOf<P>::Step step) {
  return std::make_unique<ProcessOf<P>>(std::move(description), table, step);
}

// An entry that works by rows: `step` moves the rows of a block. It gets the parameters by value,
// once a block: the compiler knows that what is the function's own may be read for every row, also
// where only some need it, and so works on several rows at once. Any other function around a loop
// over rows that chooses among parameters takes them by value as well.

/// The same for an entry that works by rows and needs to know nothing before the first of them.
template <class P>
std::unique_ptr<Process> make_row_process(Description description, const ParameterTable<P>& table,
                                          void (*step)(World&, P, Rows)) {
  const auto begin = [step](World& world, const P& p) -> RowWork {
    return [&world, &p, step](Rows rows) { step(world, p, rows); };
  };
  return std::make_unique<ProcessOf<P>>(std::move(description), table, begin);
}

/// The same with something done once a month, before the first row.
template <class P>
std::unique_ptr<Process> make_row_process(Description description, const ParameterTable<P>& table,
                                          void (*prepare)(World&, const P&),
                                          void (*step)(World&, P, Rows)) {
  const auto begin = [prepare, step](World& world, const P& p) -> RowWork {
    prepare(world, p);
    return [&world, &p, step](Rows rows) { step(world, p, rows); };
  };
  return std::make_unique<ProcessOf<P>>(std::move(description), table, begin);
}

/// The same with something found out once a month, which all rows may read.
template <class P, class Known>
std::unique_ptr<Process> make_row_process(Description description, const ParameterTable<P>& table,
                                          Known (*prepare)(World&, const P&),
                                          void (*step)(World&, P, const Known&, Rows)) {
  const auto begin = [prepare, step](World& world, const P& p) -> RowWork {
    return
        [&world, &p, step, known = prepare(world, p)](Rows rows) { step(world, p, known, rows); };
  };
  return std::make_unique<ProcessOf<P>>(std::move(description), table, begin);
}

}  // namespace resettle
