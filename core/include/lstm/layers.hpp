// Every layer's configuration.
#pragma once

#include "lstm/activation.hpp"
#include "lstm/batch_normalization.hpp"
#include "lstm/bidirectional.hpp"
#include "lstm/dense.hpp"
#include "lstm/dropout.hpp"
#include "lstm/embedding.hpp"
#include "lstm/gru.hpp"
#include "lstm/layer_normalization.hpp"
#include "lstm/lstm.hpp"
#include "lstm/masking.hpp"
#include "lstm/simple_rnn.hpp"
