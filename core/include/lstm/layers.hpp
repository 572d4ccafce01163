// Every layer's configuration.
#pragma once

#include "lstm/activation.hpp"
#include "lstm/batch_normalization.hpp"
#include "lstm/bidirectional.hpp"
#include "lstm/convolution.hpp"
#include "lstm/dense.hpp"
#include "lstm/dropout.hpp"
#include "lstm/embedding.hpp"
#include "lstm/gaussian_noise.hpp"
#include "lstm/gru.hpp"
#include "lstm/layer_normalization.hpp"
#include "lstm/lstm.hpp"
#include "lstm/masking.hpp"
#include "lstm/pooling.hpp"
#include "lstm/shapes.hpp"
#include "lstm/simple_rnn.hpp"
#include "lstm/time_distributed.hpp"
