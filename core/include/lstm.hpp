// All of the library.
#pragma once

#include "lstm/config.hpp"
#include "lstm/early_stopping.hpp"
#include "lstm/error.hpp"
#include "lstm/language_model.hpp"
#include "lstm/layers.hpp"
#include "lstm/model_file.hpp"
#include "lstm/parallel.hpp"
#include "lstm/plateau.hpp"
#include "lstm/prediction.hpp"
#include "lstm/reading.hpp"
#include "lstm/sequential.hpp"
#include "lstm/split.hpp"
#include "lstm/state_dict.hpp"
#include "lstm/summary.hpp"
#include "lstm/tokenizer.hpp"
#include "lstm/trainer.hpp"
