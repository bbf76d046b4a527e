#include "fuzz/small_study.h"

#include <iterator>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/errors.h"
#include "io/labelled_file.h"
#include "study_file/layout.h"

namespace resettle::fuzz {

namespace {

using Texts = std::vector<std::string>;
using Numbers = std::vector<std::int32_t>;

/// How an object of the file is written; every other byte means `right`.
enum Deviation : std::uint8_t {
  absent = 1,
  other_type,
  shorter,
  longer,
  other_values,
  other_dimensions,
  unchunked,
};

const char* const kSettings =
    R"({"file":"studies/small.yaml","replicates":0,"scale":0.0,"arms":[],"set":[],"seed":1})";
const Texts kOtherTexts{"",           "{",       "null",
                        "-1",         "all",     "verification/none",
                        "aggregates", "a/b/c",   "999999999999999999999",
                        "[[\"x\"]]",  "1899-13", "doubled"};

class Maker {
 public:
  Maker(LabelledFile& file, Choices& choices) : file_(file), choices_(choices) {}

  void attribute(LabelledObject& object, const std::string& name, const std::string& text) {
    const auto how = choices_.next();
    if (how == absent) return;
    if (how == other_type) return object.set_attribute(name, 7.5);
    object.set_attribute(name, how == other_values ? other_text() : text);
  }

  void attribute(LabelledObject& object, const std::string& name, double value) {
    const auto how = choices_.next();
    if (how == absent) return;
    if (how == other_type) return object.set_attribute(name, other_text());
    const std::vector<double> list{value, value};
    if (how == longer) return object.set_attribute(name, std::span<const double>(list));
    object.set_attribute(name, how == other_values ? other_number() : value);
  }

  void coordinate(Group& group, const std::string& name, Texts labels) {
    const auto how = choices_.next();
    if (how == absent) return;
    if (how == other_type) {
      group.add_coordinate(name, Numbers(labels.size(), 1));
      return;
    }
    deviate(labels, how, [&] { return other_text(); });
    auto made = group.add_coordinate(name, labels);
    if (name == "arm") attribute(made, "reference", "law");
  }

  void coordinate(Group& group, const std::string& name, Numbers labels) {
    const auto how = choices_.next();
    if (how == absent) return;
    if (how == other_type) {
      group.add_coordinate(name, Texts(labels.size(), "1"));
      return;
    }
    deviate(labels, how, [&] { return static_cast<std::int32_t>(other_number()); });
    group.add_coordinate(name, labels);
  }

  void text(Group& group, const std::string& name, const std::string& dimension, Texts texts) {
    const auto how = choices_.next();
    if (how == absent || !group.has(dimension)) return;
    if (how == other_type) return numbers(group, name, {dimension}, std::int32_t{0});
    if (how == shorter || how == longer) {  // on a dimension of its own
      deviate(texts, how, [] { return std::string("more"); });
      group.add_coordinate(name, texts);
      return;
    }
    texts.resize(length(group, dimension));
    deviate(texts, how, [&] { return other_text(); });
    group.add_text(name, dimension, texts);
  }

  /// A variable full of `fill`. Of one in chunks none is written; others lie in the file whole.
  template <class Number>
  void numbers(Group& group, const std::string& name, Texts dimensions, Number fill) {
    const auto how = choices_.next();
    if (how == absent) return;
    if (how == other_dimensions) std::swap(dimensions.front(), dimensions.back());
    if (how == shorter) dimensions.pop_back();
    if (how == longer) dimensions.push_back(dimensions.back());
    for (const auto& dimension : dimensions) {
      if (!group.has(dimension)) return;
    }
    const bool chunked = dimensions.size() > 1 && how != unchunked;
    Shape chunk(chunked ? dimensions.size() : 0, 2);
    for (std::size_t d = 0; chunked && d < 2; ++d) chunk[d] = 1;
    const Layout layout{chunk, chunked ? 1 : 0, chunked};
    if (how == other_type) return add_full(group, name, dimensions, layout, std::int16_t{1});
    add_full(group, name, dimensions, layout, fill);
  }

  Group group(const std::string& name) { return file_.add_group(name); }
  bool left_out() { return choices_.next() == absent; }

 private:
  std::string other_text() { return kOtherTexts[choices_.next() % kOtherTexts.size()]; }
  double other_number() {
    constexpr double kNumbers[] = {-1, 0, 1, 3, 1e9, -2147483648.0, 2147483647.0, 0.5};
    return kNumbers[choices_.next() % std::size(kNumbers)];
  }

  template <class Value, class Other>
  void deviate(std::vector<Value>& values, std::uint8_t how, Other other) {
    if (how == shorter) values.resize(choices_.next() % (values.size() + 1));
    if (how == longer) values.resize(values.size() + 1 + choices_.next() % 4, other());
    if (how == other_values && !values.empty()) values[choices_.next() % values.size()] = other();
  }

  template <class Number>
  static void add_full(Group& group, const std::string& name, const Texts& dimensions,
                       const Layout& layout, Number fill) {
    auto variable = group.add_variable(name, dimensions, layout, fill);
    if (!layout.chunk.empty()) return;
    const std::vector<Number> values(variable.size(), fill);
    variable.write(std::span<const Number>(values));
  }

  static std::size_t length(const Group& group, const std::string& dimension) {
    return group.holds_text(dimension) ? group.text(dimension).read().size()
                                       : group.variable(dimension).size();
  }

  LabelledFile& file_;
  Choices& choices_;
};

const Numbers kReplicates{0, 1};
const Numbers kDays{0, 31};
const Texts kArms{"law", "doubled"};
constexpr float kMissing = study_layout::kMissing;

/// A group of results, with its first dimensions.
Group results(Maker& make, const std::string& name) {
  auto group = make.group(name);
  make.coordinate(group, "arm", kArms);
  make.coordinate(group, "replicate", kReplicates);
  make.coordinate(group, "month", kDays);
  return group;
}

void add_aggregates(Maker& make) {
  auto group = results(make, "aggregates");
  make.coordinate(group, "subgroup", Texts{"all", "men"});
  make.text(group, "arm_label", "arm", kArms);
  for (const std::string name : {"employment_rate", "persons_15_plus"}) {
    make.numbers(group, name, {"arm", "replicate", "month", "subgroup"}, kMissing);
  }
}

void add_ledger(Maker& make) {
  auto group = results(make, "ledger");
  make.coordinate(group, "line", Texts{"wage", "grant"});
  make.text(group, "payer", "line", {"employer", "government"});
  make.text(group, "payee", "line", {"person", "person"});
  make.numbers(group, "policy_cost", {"line"}, std::uint8_t{1});
  make.numbers(group, "amount", {"arm", "replicate", "month", "line"}, std::int64_t{5});
  make.numbers(group, "consumer_prices", {"month"}, 100.0);
}

void add_twins(Maker& make) {
  auto group = results(make, "twins");
  const Texts types{"integration", "isolation", "acculturation", "marginality", "not counted"};
  make.coordinate(group, "reference_type", types);
  make.coordinate(group, "arm_type", types);
  make.numbers(group, "persons", {"arm", "replicate", "month", "reference_type", "arm_type"},
               std::int32_t{1});
}

void add_persons(Maker& make) {
  auto group = results(make, "persons");
  make.coordinate(group, "person", Numbers{0, 1, 2});
  make.numbers(group, "adjustment_type", {"arm", "replicate", "person", "month"}, std::uint8_t{1});
  make.numbers(group, "arrival_month", {"replicate", "person"}, study_layout::kNoDay);
}

void add_provenance(Maker& make) {
  auto group = make.group("provenance");
  make.coordinate(group, "input", Texts{"studies/small.yaml", "baseline.yaml"});
  make.text(group, "input_text", "input", {"study: small\n", "intent: none\n"});
  make.attribute(group, "settings", kSettings);
  make.attribute(group, "git_commit", std::string("none"));
  make.attribute(group, "policy_start", std::string("1990-02"));
  for (const char* name : {"scale", "discount_rate", "displacement_share", "price_year"}) {
    make.attribute(group, name, 1.0);
  }
}

void add_verification(Maker& make) {
  auto group = make.group("verification");
  make.coordinate(group, "arm", kArms);
  make.coordinate(group, "replicate", kReplicates);
  make.coordinate(group, "result",
                  Texts{"aggregates/employment_rate", "aggregates/persons_15_plus", "ledger/amount",
                        "twins/persons", "persons/adjustment_type", "persons/arrival_month"});
  Numbers bytes(32);
  std::iota(bytes.begin(), bytes.end(), 0);
  make.coordinate(group, "digest_byte", bytes);
  make.numbers(group, "cell_sha256", {"arm", "replicate", "result", "digest_byte"},
               std::uint8_t{1});
  make.coordinate(group, "object", Texts{"/", "aggregates"});
  make.text(group, "label_sha256", "object", {"00", "11"});
}

}  // namespace

void write_small_study(const std::filesystem::path& path, Choices choices) {
  auto file = LabelledFile::create(path);
  {
    Maker make(file, choices);
    auto root = file.root();
    make.attribute(root, "format", std::string("resettle-study"));
    make.attribute(root, "format_version", static_cast<double>(kFormatVersion));
    make.attribute(root, "title", std::string("small"));
    make.attribute(root, "intent", std::string("to be read"));
    for (const auto add :
         {add_aggregates, add_ledger, add_twins, add_persons, add_provenance, add_verification}) {
      if (!make.left_out()) add(make);
    }
  }
  file.commit();
}

}  // namespace resettle::fuzz
