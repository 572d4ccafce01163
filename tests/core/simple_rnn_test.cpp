// The simple recurrent cell: the reference on all sizes, numeric gradients.
#include "kernels/simple_rnn.hpp"

#include <doctest/doctest.h>

#include "cell_cases.hpp"
#include "kernels/reference.hpp"

using namespace lstm;
using namespace lstm::kernels;

TEST_CASE("simple_rnn_forward and _backward equal the reference and its central differences") {
  Random random(1);
  for (const auto activation : kinds) {
    for (const Index H : unit_counts) {
      for (const bool above : {true, false}) {
        CAPTURE(H);
        const Index B = 3, size = B * H;
        auto z = normals(size, random), bias = normals(H, random), d_y = normals(size, random),
             d_h = normals(size, random), h = z;
        const auto view = [&](std::vector<float>& of) { return View{of.data(), B, H}; };
        const auto at = exact(z, bias);
        std::vector<double> expected(at.size());
        reference::simple_rnn_step(activation, at.data(), expected.data(), size);
        simple_rnn_forward(activation, view(z), View{bias.data(), 1, H}, view(h));
        check_near(h, expected, 2e-6);

        const auto d = exact(d_h, above ? d_y : std::vector<float>{0});
        simple_rnn_backward(activation, view(z), view(h), above ? view(d_y) : View{}, view(d_h));
        check_near(z,
                   slopes(at,
                          [&](const auto& moved) {
                            std::vector<double> out(moved.size());
                            reference::simple_rnn_step(activation, moved.data(), out.data(), size);
                            return std::inner_product(out.begin(), out.end(), d.begin(), 0.0);
                          }),
                   5e-6);
      }
    }
  }
}
