"""Estimators of scikit-learn, fitted to small data."""

import numpy
from sklearn import (cluster, ensemble, feature_extraction, linear_model, naive_bayes, neighbors,
                     pipeline, preprocessing, tree)

from corpus_case import Cases

PROTOCOLS = (2, 4, 5)
case = Cases()

X = numpy.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [3.0, 1.0], [4.0, 4.0], [5.0, 3.0]])
Y = numpy.array([0, 0, 0, 1, 1, 1])


def predicts(expected):
    return lambda model: list(model.predict(X)) == list(expected)


def rounded(model):
    """Without the last bits, which are not the same on every machine."""
    for name, value in vars(model).items():
        if isinstance(value, (float, numpy.floating)) or getattr(value, "dtype", None) == "f8":
            setattr(model, name, numpy.round(value, 6))
    return model


@case("LinearRegression", PROTOCOLS, works=lambda model: model.predict(X).shape == (6,))
def linear():
    return rounded(linear_model.LinearRegression().fit(X, X[:, 0] * 2 + 1))


@case("LogisticRegression", PROTOCOLS, works=predicts([0, 0, 0, 1, 1, 1]))
def logistic():
    return rounded(linear_model.LogisticRegression().fit(X, Y))


@case("DecisionTreeClassifier", PROTOCOLS, works=predicts(Y))
def decision_tree():
    return tree.DecisionTreeClassifier(random_state=0).fit(X, Y)


@case("RandomForestRegressor of two trees", (4, 5), works=lambda model: len(model.predict(X)) == 6)
def forest():
    return ensemble.RandomForestRegressor(n_estimators=2, random_state=0).fit(X, Y)


@case("KNeighborsClassifier, whose tree is made by Cython", PROTOCOLS, works=predicts(Y))
def neighbours():
    return neighbors.KNeighborsClassifier(1, algorithm="kd_tree").fit(X, Y)


@case("GaussianNB", PROTOCOLS, works=lambda model: len(model.predict(X)) == 6)
def bayes():
    return rounded(naive_bayes.GaussianNB().fit(X, Y))


@case("KMeans", (4,), works=lambda model: len(set(model.predict(X))) == 2)
def means():
    return rounded(cluster.KMeans(2, init=X[[0, 4]], n_init=1).fit(X))


@case("a Pipeline of a scaler, features and a model", PROTOCOLS, works=predicts(Y))
def pipelines():
    return pipeline.make_pipeline(preprocessing.StandardScaler(),
                                  preprocessing.PolynomialFeatures(2),
                                  tree.DecisionTreeClassifier(random_state=0)).fit(X, Y)


@case("encoders and a DictVectorizer", PROTOCOLS,
      works=lambda models: list(models[0].transform(["b"])) == [1])
def encoders():
    return [preprocessing.LabelEncoder().fit(["b", "a"]),
            preprocessing.OneHotEncoder().fit([["x"], ["y"]]),
            feature_extraction.DictVectorizer(sparse=False).fit([{"k": 1.0, "l": "t"}])]


@case("an estimator that is not fitted", PROTOCOLS)
def unfitted():
    return ensemble.GradientBoostingClassifier(max_depth=2)
