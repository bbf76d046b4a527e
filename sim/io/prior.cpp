#include "io/prior.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>

#include "io/file_keys.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

constexpr std::array<const char*, 4> kShapes{"uniform", "triangular", "lognormal", "beta"};
constexpr std::array<const char*, 3> kTransforms{"value", "scale", "shift"};

const std::vector<std::string>& shape_names() {
  static const std::vector<std::string> names(kShapes.begin(), kShapes.end());
  return names;
}

double triangular(double low, double mode, double high, double u) {
  const double width = high - low;
  const double below = (mode - low) / width;
  if (u < below) return low + std::sqrt(u * width * (mode - low));
  return high - std::sqrt((1 - u) * width * (high - mode));
}

double lognormal(double low, double high, double u) {
  const boost::math::normal standard;
  const double z975 = boost::math::quantile(standard, 0.975);
  const double middle = (std::log(low) + std::log(high)) / 2;
  const double spread = (std::log(high) - std::log(low)) / (2 * z975);
  return std::exp(middle + spread * boost::math::quantile(standard, u));
}

double pert(double low, double mode, double high, double u) {
  constexpr double kWeight = 4;
  const double width = high - low;
  const boost::math::beta_distribution<double> beta(1 + kWeight * (mode - low) / width,
                                                    1 + kWeight * (high - mode) / width);
  return low + width * boost::math::quantile(beta, u);
}

double to_six_digits(double value) {
  return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr);
}

/// Reads the key `prior` of a parameter.
class PriorReader {
 public:
  PriorReader(const ParameterSpec& spec, const Series& value, ProblemList& problems)
      : spec_(spec), value_(value), problems_(problems) {
    prior_.whole = spec.kind == ParameterKind::integer;
    prior_.least = spec.minimum;
    prior_.most = spec.maximum;
  }

  std::optional<Prior> read(const YamlNode* node, const SourceLocation& range_where, double low,
                            double high) {
    const auto before = problems_.items().size();
    prior_.low = low;
    prior_.high = high;
    prior_.central = value_.steps().back().second;
    if (node != nullptr && node->is_map()) {
      read_block(*node);
    } else if (node != nullptr) {
      read_shape(*node);
    }
    if (problems_.items().size() != before) return std::nullopt;
    const auto& where = node != nullptr ? node->where : range_where;
    const std::string path = node != nullptr ? node->path : "";
    check(where, path);
    if (problems_.items().size() != before) return std::nullopt;
    return prior_;
  }

 private:
  void read_shape(const YamlNode& node) {
    const auto text = read_text(node, problems_);
    if (!text) return;
    const auto found = std::find(shape_names().begin(), shape_names().end(), *text);
    if (found == shape_names().end()) {
      problems_.add({node.where, node.path, fmt::format("unknown prior '{}'", *text),
                     suggest(*text, shape_names())});
      return;
    }
    prior_.shape = static_cast<PriorShape>(found - shape_names().begin());
  }

  void read_block(const YamlNode& node) {
    check_keys(node, names_of(prior_keys()), problems_);
    if (const auto* shape = node.find("shape")) read_shape(*shape);
    if (const auto* from = node.find("from")) {
      prior_.from = read_month(*from, problems_).value_or(kNever);
    }
    const auto* scale = node.find("scale");
    const auto* shift = node.find("shift");
    if (scale != nullptr && shift != nullptr) {
      problems_.add({shift->where, shift->path, "values are either multiplied or raised",
                     "write scale or shift, not both"});
    } else if (scale != nullptr) {
      read_ends(*scale, PriorTransform::scale, 1);
    } else if (shift != nullptr) {
      read_ends(*shift, PriorTransform::shift, 0);
    }
  }

  void read_ends(const YamlNode& node, PriorTransform transform, double central) {
    const auto remedy = fmt::format("write two numbers around {}, as {}", central,
                                    central == 1 ? "[0.5, 2]" : "[-0.1, 0.1]");
    if (node.kind != YamlKind::list || node.items.size() != 2) {
      problems_.add({node.where, node.path, "two numbers are needed here", remedy});
      return;
    }
    const auto low = read_number(node.items[0], problems_);
    const auto high = read_number(node.items[1], problems_);
    if (!low || !high) return;
    const bool positive = transform != PriorTransform::scale || *low >= 0;
    if (!(*low < *high && *low <= central && central <= *high && positive)) {
      problems_.add({node.where, node.path,
                     fmt::format("{} to {} does not fit", number_text(*low), number_text(*high)),
                     remedy});
      return;
    }
    prior_.transform = transform;
    prior_.low = *low;
    prior_.high = *high;
    prior_.central = central;
    prior_.whole = false;
  }

  void check(const SourceLocation& where, const std::string& path) {
    if (prior_.transform == PriorTransform::value && changes_by_month()) {
      problems_.add(
          {where, path,
           "the value changes by month, and a range alone does not say how it is uncertain",
           "write prior: {scale: [0.5, 2]} or prior: {shift: [-0.1, 0.1]} beside it"});
      return;
    }
    if (prior_.shape == PriorShape::lognormal && prior_.low <= 0) {
      problems_.add(
          {where, path,
           fmt::format("a lognormal value is above 0, but may here be {}", number_text(prior_.low)),
           "choose another prior, or a range above 0"});
      return;
    }
    for (const double end : {prior_.low, prior_.high}) {
      const Series moved = unlimited().applied(value_, end);
      for (const auto& [month, value] : moved.steps()) {
        if (value >= spec_.minimum && value <= spec_.maximum) continue;
        problems_.add({where, path,
                       fmt::format("{} {} gives {}, outside the valid range {:g} to {:g}",
                                   name_of(prior_.transform), number_text(end), number_text(value),
                                   spec_.minimum, spec_.maximum),
                       "narrow it"});
        return;
      }
    }
  }

  [[nodiscard]] Prior unlimited() const {
    Prior prior = prior_;
    prior.least = Prior{}.least;
    prior.most = Prior{}.most;
    return prior;
  }

  /// Within the months in which it is uncertain.
  [[nodiscard]] bool changes_by_month() const {
    return std::any_of(value_.steps().begin(), value_.steps().end(), [&](const auto& step) {
      return step.first > prior_.from && step.first != value_.steps().front().first;
    });
  }

  const ParameterSpec& spec_;
  const Series& value_;
  ProblemList& problems_;
  Prior prior_;
};

}  // namespace

const char* name_of(PriorShape shape) { return kShapes[static_cast<std::size_t>(shape)]; }
const char* name_of(PriorTransform transform) {
  return kTransforms[static_cast<std::size_t>(transform)];
}

double Prior::at(double u) const {
  if (whole && shape == PriorShape::uniform) {
    return std::min(high, low + std::floor(u * (high - low + 1)));
  }
  double drawn = low + u * (high - low);
  if (shape == PriorShape::triangular) drawn = triangular(low, central, high, u);
  if (shape == PriorShape::lognormal) drawn = lognormal(low, high, u);
  if (shape == PriorShape::beta) drawn = pert(low, central, high, u);
  return whole ? std::round(drawn) : to_six_digits(drawn);
}

Series Prior::applied(const Series& series, double drawn) const {
  std::vector<std::pair<Month, double>> steps;
  for (const auto& [month, value] : series.steps()) {
    const double moved = transform == PriorTransform::scale   ? value * drawn
                         : transform == PriorTransform::shift ? value + drawn
                                                              : drawn;
    steps.emplace_back(month, std::clamp(moved, least, most));
    if (transform == PriorTransform::value) break;  // the same in all months
  }
  Series result(std::move(steps));
  if (from != kNever) result = series.until(from, result);
  return until == kAlways ? result : result.until(until, series);
}

std::optional<Prior> read_prior(const YamlNode* prior, const SourceLocation& range_where,
                                const ParameterSpec& spec, const Series& value, double low,
                                double high, ProblemList& problems) {
  return PriorReader(spec, value, problems).read(prior, range_where, low, high);
}

std::string prior_words(const Prior& prior) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (prior.transform != PriorTransform::value) {
    add(fmt::format("{} {} to {}", prior.transform == PriorTransform::scale ? "x" : "+",
                    number_text(prior.low), number_text(prior.high)));
  }
  if (prior.shape != PriorShape::uniform) add(name_of(prior.shape));
  if (prior.from != kNever) add("from " + to_string(prior.from));
  return text;
}

std::string prior_text(const Prior& prior) {
  std::string text;
  if (prior.shape != PriorShape::uniform) text = fmt::format("shape: {}", name_of(prior.shape));
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (prior.transform != PriorTransform::value) {
    add(fmt::format("{}: [{}, {}]", name_of(prior.transform), number_text(prior.low),
                    number_text(prior.high)));
  }
  if (prior.from != kNever) add(fmt::format("from: {}", to_string(prior.from)));
  return text.empty() ? "" : fmt::format("{{{}}}", text);
}

}  // namespace resettle
