"""Changes behind Pulumi's back: what people, other tools and the cloud itself do."""
