#pragma once

#include <string>
#include <vector>

#include "io/scenario.h"

// Lines of an instrument: terms of their own for those for whom a condition holds. A scenario keeps
// their values under "policies.NAME.lines.LINE.key", beside those of the instrument.

namespace resettle {

/// The lines, in their order, of the instrument that a path is about.
const std::vector<std::string>& lines_of(const Scenario& scenario, const std::string& path);

/// A parameter of a line: what it is in the catalogue, under its own path.
struct LineParameter {
  ParameterSpec spec;  ///< with the path of the line
  std::string of_all;  ///< path of the same parameter of the instrument
};

/// All parameters that lines of the scenario have values of, line by line in their order.
std::vector<LineParameter> line_parameters(const Scenario& scenario,
                                           const ParameterCatalogue& catalogue);

/// "policies.NAME.key" of "policies.NAME.lines.LINE.key"; any other path as it is.
std::string path_of_all(const std::string& path);

/// The LINE of such a path, or "".
std::string line_of(const std::string& path);

/// Whether two scenarios have other lines of an instrument ("policies.NAME"), or other values in
/// them.
bool lines_differ(const Scenario& one, const Scenario& other, const std::string& section);

/// Whether a line of the instrument has a value of its own of a parameter.
bool a_line_sets(const Scenario& scenario, const std::string& path);

}  // namespace resettle
