import "./daypass.css";
