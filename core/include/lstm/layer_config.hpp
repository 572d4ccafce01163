// A layer's configuration, of whichever kind it is.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "lstm/signature.hpp"

namespace lstm {

struct LayerKind;

// A kind of layer has a configuration: a struct of options with their defaults, which says of what
// kind it is, and, where a model may begin with it, what it reads.
class LayerConfig {
 public:
  template <class Config>
    requires requires { &Config::kind; }
  LayerConfig(Config config) : held_(std::make_unique<Held<Config>>(std::move(config))) {}

  // With its defaults.
  template <class Config>
  static LayerConfig fresh() {
    return LayerConfig(std::make_unique<Held<Config>>());
  }

  LayerConfig(const LayerConfig& other) : held_(other.held_->copy()) {}
  LayerConfig& operator=(const LayerConfig& other) {
    held_ = other.held_->copy();
    return *this;
  }
  LayerConfig(LayerConfig&&) = default;
  LayerConfig& operator=(LayerConfig&&) = default;

  const LayerKind& kind() const { return held_->kind(); }

  const std::string& name() const { return held_->name(); }
  void set_name(std::string name) { held_->name() = std::move(name); }

  bool trainable() const { return held_->trainable(); }
  void set_trainable(bool trainable) { held_->set_trainable(trainable); }

  // What it says that it reads, features 0 where it says nothing; that it is to say nothing.
  Signature input() const { return held_->input(); }
  void forget_input() { held_->forget_input(); }

  // Of a kind that is known.
  template <class Config>
  const Config& is() const {
    return static_cast<const Held<Config>&>(*held_).config;
  }
  template <class Config>
  Config& is() {
    return static_cast<Held<Config>&>(*held_).config;
  }
  // Null where it is of another kind.
  template <class Config>
  const Config* as() const {
    return &kind() == &Config::kind ? &is<Config>() : nullptr;
  }
  template <class Config>
  Config* as() {
    return &kind() == &Config::kind ? &is<Config>() : nullptr;
  }

 private:
  struct Any {
    virtual ~Any() = default;
    virtual std::unique_ptr<Any> copy() const = 0;
    virtual const LayerKind& kind() const = 0;
    virtual std::string& name() = 0;
    virtual bool trainable() const = 0;
    virtual void set_trainable(bool trainable) = 0;
    virtual Signature input() const = 0;
    virtual void forget_input() = 0;
  };

  explicit LayerConfig(std::unique_ptr<Any> held) : held_(std::move(held)) {}

  template <class Config>
  struct Held : Any {
    Held() = default;
    explicit Held(Config its) : config(std::move(its)) {}

    // One that is made of another layer has what that one has.
    static constexpr bool wraps = requires(Config c) { c.layer; };

    std::unique_ptr<Any> copy() const override { return std::make_unique<Held>(*this); }
    const LayerKind& kind() const override { return Config::kind; }
    std::string& name() override { return config.name; }
    bool trainable() const override {
      if constexpr (wraps)
        return config.trainable && config.layer.trainable();
      else if constexpr (requires { config.trainable; })
        return config.trainable;
      else
        return true;
    }
    void set_trainable(bool trainable) override {
      if constexpr (requires { config.trainable; }) config.trainable = trainable;
      if constexpr (wraps) config.layer.set_trainable(trainable);
    }
    Signature input() const override {
      if constexpr (requires { config.input_shape; })
        return config.input_shape;
      else if constexpr (wraps)
        return config.layer.input();
      else if constexpr (requires { config.input(); })
        return config.input();
      else
        return {};
    }
    void forget_input() override {
      if constexpr (wraps) config.layer.forget_input();
      if constexpr (requires { config.input_features; }) config.input_features = 0;
      if constexpr (requires { config.input_shape; }) config.input_shape = {};
    }

    Config config;
  };

  std::unique_ptr<Any> held_;
};

}  // namespace lstm
