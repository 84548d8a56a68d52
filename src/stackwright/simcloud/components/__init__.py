"""Components that a cloud's provider builds itself (Construct): Kubernetes manifests, kustomizations and charts."""
