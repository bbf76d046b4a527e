#include "io/draws_reader.h"

#include <limits>
#include <set>

#include <fmt/format.h>

#include "core/random.h"
#include "core/replicate_number.h"
#include "io/csv.h"
#include "io/file_keys.h"
#include "io/gone_parameters.h"
#include "io/number_text.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

constexpr Decision kScramble("parameter draws", 0, "how the draws of a parameter are scrambled");

/// The tables are continued before anything is drawn.
bool is_in_tables(const std::string& path) {
  return path.starts_with("projection.") || path.starts_with("arrivals.projection");
}

class DrawsReader {
 public:
  DrawsReader(const std::filesystem::path& folder, const ParameterCatalogue& catalogue,
              const InputSource& source, StudyPlan& plan, ProblemList& problems)
      : folder_(folder), catalogue_(catalogue), source_(source), plan_(plan), problems_(problems) {}

  void read(const YamlNode& root, const StudySettings& settings) {
    where_ = {{"--draws"}, ""};
    if (const auto* node = root.find("parameters")) read_block(*node);
    if (settings.draws == kNoDraws) {
      if (!settings.draws_from.empty()) {
        problems_.add({where_.where, where_.key, "0 draws are none, also of --draws-from",
                       "remove one of the two"});
      }
      draws() = {};
      return;
    }
    if (!settings.draws_from.empty()) {
      draws().from = settings.draws_from;
      folder_.clear();
      if (settings.draws == 0 && settings.draws_from != kFromPrior) draws().draws = 0;
    }
    if (settings.draws > 0) draws().draws = settings.draws;
    if (draws().from.empty() && draws().draws > 0) draws().from = kFromPrior;
    if (draws().from.empty()) return;
    if (draws().from != kFromPrior) read_file();
    if (draws().draws == 0 && problems_.empty()) {
      problems_.add({where_.where, where_.key, "how many draws there shall be is missing",
                     "write parameters: {from: prior, draws: 128}, or --draws 128"});
    }
    draw();
  }

 private:
  ParameterDraws& draws() { return plan_.draws; }

  void read_block(const YamlNode& node) {
    where_ = {node.where, "parameters"};
    if (!node.is_map()) {
      problems_.add({node.where, "parameters", "a block of settings is needed here",
                     key_named(draws_keys(), "from").remedy});
      return;
    }
    check_keys(node, names_of(draws_keys()), problems_);
    const auto* from = value_of(node, draws_keys(), "from", problems_);
    if (from != nullptr) {
      draws().from = read_text(*from, problems_).value_or("");
      where_ = {from->where, from->path};
    }
    if (node.find("draws") != nullptr) {
      draws().draws = static_cast<int>(whole_number_of(node, draws_keys(), "draws", problems_));
    }
  }

  const Scenario* reference() const {
    return plan_.arms.empty() ? nullptr : &plan_.arms[plan_.reference].scenario;
  }

  /// The prior that the numbers of a file belong to; nullptr, with a problem, if there is none.
  const Prior* prior_of(const std::string& path, const std::string& file) {
    const auto known = reference()->parameters.find(path);
    if (known == reference()->parameters.end()) {
      std::vector<std::string> names;
      for (const auto& spec : catalogue_) names.push_back(spec.path);
      const auto replaced = what_replaced(path);
      problems_.add({{file, 1},
                     path,
                     "there is no such parameter",
                     replaced.empty() ? suggest(path, names) : replaced});
      return nullptr;
    }
    if (!known->second.prior) {
      problems_.add({{file, 1},
                     path,
                     fmt::format("this parameter never varies (status {})", known->second.status),
                     "remove the column, or give the parameter a range and another status"});
      return nullptr;
    }
    // Its numbers would be taken for those of the file, which belong to another range.
    for (const auto& arm : plan_.arms) {
      const auto& prior = arm.scenario.parameters.at(path).prior;
      if (!prior || prior == known->second.prior) continue;
      problems_.add(
          {{file, 1},
           path,
           fmt::format("the arm '{}' has a prior of its own for this parameter", arm.name),
           "remove the column, or the range in the overlay of the arm"});
      return nullptr;
    }
    return &*known->second.prior;
  }

  void read_file() {
    if (reference() == nullptr) return;  // what is wrong has been told
    const auto file = folder_ / draws().from;
    const auto table =
        read_csv(file, where_, {{"model_edition"}, {"draw"}, true}, problems_, source_);
    if (!table) return;
    const auto rows = static_cast<int>(table->rows().size());
    if (draws().draws > rows || rows == 0) {
      problems_.add({where_.where, where_.key,
                     fmt::format("{} has {}, but {} are asked for", file.string(),
                                 counted(rows, "draw"), draws().draws),
                     "ask for no more than it has"});
      return;
    }
    if (draws().draws == 0) draws().draws = rows;
    const auto edition = [](int /*draw*/) { return kModelEdition; };
    const auto in_order = [](int draw) { return draw; };
    const bool right =
        check_column(*table, "model_edition", edition,
                     "these are draws for edition {} of the model; this program has edition {}",
                     "make the draws with this program");
    if (!right) return;
    for (const auto& path : table->column_names()) {
      if (path == "model_edition") continue;
      if (path == "draw") {
        check_column(*table, path, in_order, "draw {} stands where draw {} is expected",
                     "number the rows 1, 2, 3 and so on, or remove the column");
      } else if (const Prior* prior = prior_of(path, table->file())) {
        read_column(*table, path, *prior);
      }
    }
  }

  /// Whether the draws have the whole numbers there that they should; the first that has not is
  /// told, with both numbers.
  bool check_column(const CsvTable& table, const std::string& column, int (*expected)(int draw),
                    const char* message, const char* remedy) {
    for (int draw = 1; draw <= draws().draws; ++draw) {
      const auto& row = table.rows()[static_cast<std::size_t>(draw - 1)];
      const auto number = table.integer(row, column, 1, kMostDraws, problems_);
      if (number && *number == expected(draw)) continue;
      if (number) {
        const auto text = fmt::format(fmt::runtime(message), *number, expected(draw));
        problems_.add(table.problem(row, column, text, remedy));
      }
      return false;
    }
    return true;
  }

  void read_column(const CsvTable& table, const std::string& path, const Prior& prior) {
    constexpr double kLargest = std::numeric_limits<double>::max();
    auto& numbers = draws().given[path];
    for (int r = 0; r < draws().draws; ++r) {
      const auto& row = table.rows()[static_cast<std::size_t>(r)];
      const auto number = table.number(row, path, -kLargest, kLargest, problems_);
      if (!number) return;
      numbers.push_back(*number);
      if (*number >= prior.low && *number <= prior.high) continue;
      if (prior.shape == PriorShape::lognormal && *number > 0) continue;  // its tails go on
      problems_.add(table.problem(row, path,
                                  fmt::format("this is outside the prior range {} to {}",
                                              number_text(prior.low), number_text(prior.high)),
                                  "take a draw within it, or widen the range in the baseline"));
      return;
    }
  }

  /// The probabilities of every parameter that any arm has a prior of.
  void draw() {
    std::set<std::string> wanted;
    for (const auto& arm : plan_.arms) {
      for (const auto& [path, entry] : arm.scenario.parameters) {
        if (!entry.prior) continue;
        if (is_in_tables(path)) {
          problems_.add({entry.where, path, "this goes into the tables, which no draw changes",
                         "write status: fixed"});
          return;
        }
        wanted.insert(path);
      }
    }
    if (wanted.empty() && !plan_.arms.empty()) {
      problems_.add({where_.where, where_.key,
                     "no parameter has a prior, so there is nothing to draw",
                     "give uncertain parameters a range and a status other than fixed"});
    }
    const Random random(plan_.seed, 0);
    std::vector<std::uint32_t> seeds;
    for (std::uint32_t place = 0; place < catalogue_.size(); ++place) {
      seeds.push_back(random.draws(kScramble, place, Month{0}).word(kScramble));
    }
    const auto points = scrambled_sobol(static_cast<std::size_t>(draws().draws), seeds);
    for (std::size_t place = 0; place < catalogue_.size(); ++place) {
      const auto& path = catalogue_[place].path;
      if (!wanted.contains(path)) continue;
      auto& uniform = draws().uniform[path];
      for (const auto& point : points) uniform.push_back(point[place]);
    }
  }

  std::filesystem::path folder_;
  const ParameterCatalogue& catalogue_;
  const InputSource& source_;
  StudyPlan& plan_;
  ProblemList& problems_;
  NamedAt where_;
};

}  // namespace

void read_parameter_draws(const YamlNode& root, const std::filesystem::path& folder,
                          const StudySettings& settings, const ParameterCatalogue& catalogue,
                          const InputSource& source, StudyPlan& plan, ProblemList& problems) {
  DrawsReader(folder, catalogue, source, plan, problems).read(root, settings);
}

}  // namespace resettle
