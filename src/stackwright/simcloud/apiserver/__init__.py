"""What a Kubernetes API server refuses although an object is well-formed, in its words.

Source of the rules in this package: Kubernetes 1.37 (Apache License 2.0), `pkg/apis/*/validation`, the admission
plugins that are on by default, and `k8s.io/apimachinery/pkg/util/validation`. They are measured against a real server:
`tests/simcloud/apiserver`. What is left out is taken, never refused.
"""
