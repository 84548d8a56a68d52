import stackwright_components
from stackwright_components.host import serve

if __name__ == "__main__":
    serve([getattr(stackwright_components, name) for name in stackwright_components.__all__])
