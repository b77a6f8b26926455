"""The store of projects (项目储备库): what is to be renovated, how far it is, the yearly plan."""
